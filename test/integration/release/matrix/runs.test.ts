import { afterEach, beforeEach, expect, test } from "vitest";
import { isObject } from "../../../../src/release/json/json.ts";
import { configMap, deployment } from "../manifests.ts";
import { fails, run, startWorld, type World } from "../world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const letters = "abcdef0123456789";

test("row 14: twenty deploys at once: one order, no interleaving, the newest live", async () => {
  await world.manifests(deployment("web", "a"), configMap("conf", { a: "1" }));
  const orders = [7, 3, 19, 1, 12, 20, 5, 9, 14, 2, 17, 11, 4, 16, 8, 18, 6, 13, 10, 15];
  const results = await Promise.all(orders.map((order) => world.deploy(order, { timeoutMs: 110_000 })));
  const statuses = new Set(results.map(({ status }) => status));
  expect([...statuses].every((status) => status === "live" || status === "superseded")).toBe(true);
  const { entries, order } = await world.head();
  expect(order).toBe(20);
  expect(entries.filter(({ status }) => status === "live").map(({ id }) => id)).toEqual(["20-1"]);
  // each release's writes stand together, and releases follow each other in rising order
  const written = world.cluster.requests.all
    .filter(
      ({ verb, query, resource }) =>
        verb === "patch" && !query.includes("dryRun") && (resource === "deployments" || resource === "configmaps"),
    )
    .map(({ body }) => (isObject(parse(body)) ? releaseOf(parse(body)) : ""));
  const runs = written.filter((release, at) => release !== written[at - 1]);
  expect(new Set(runs).size).toBe(runs.length);
  const numbers = runs.map((release) => Number(release.split("-")[0]));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
}, 120_000);

const parse = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));
const releaseOf = (value: { metadata?: { annotations?: Record<string, string> } }) =>
  value.metadata?.annotations?.["tidegate.github.io/release"] ?? "";

test("row 14: out of time, the loser names the holder", async () => {
  await world.manifests(
    deployment("web", "a", {
      script: { readyAfter: "never" },
      container: { readinessProbe: { httpGet: { path: "/", port: 8080 } } },
    }),
  );
  const slow = world.deploy(1, { timeoutMs: 4_000 });
  while (!world.said.some((line) => line.includes("recorded as pending")))
    await new Promise((resolve) => setTimeout(resolve, 5));
  const late = await world.deploy(2, { timeoutMs: 800 });
  expect(late).toMatchObject({ status: "busy" });
  expect(late.message).toContain("acme/shop/1/1 holds the lease");
  await slow;
}, 60_000);

test("row 17: no previous version: a first deploy that failed has nothing to go back to, and is still diagnosed", async () => {
  await world.manifests(deployment("web", "a", { script: { pull: "not-found" } }));
  expect((await world.deploy(1)).status).toBe("failed");
  const back = await world.rollback();
  expect(back).toMatchObject({ result: "nothing-to-go-back-to", causes: [{ code: "image" }] });
});

test("row 17: the way back is bad itself: told apart, and nothing is called live", async () => {
  await world.manifests(deployment("web", "a"));
  await world.deploy(1);
  await world.manifests(deployment("web", "b"));
  await world.deploy(2, { afterwards: { prove: fails } });
  expect(await world.rollback({ prove: fails })).toMatchObject({ result: "rollback-failed" });
  expect((await world.story()).at(-1)).toBe("3-1 failed");
});

test("row 17: the cluster is away for a while during a rollback: it is waited for", async () => {
  await world.manifests(deployment("web", "a"));
  await world.deploy(1);
  await world.manifests(deployment("web", "b"));
  await world.deploy(2);
  world.cluster.faults.add({
    match: { where: ({ verb }) => verb !== "watch" },
    times: 4,
    fault: { kind: "reset", when: "before" },
  });
  expect(await world.rollback()).toMatchObject({ result: "rolled-back", to: "1-1" });
});

test("an image that is gone from its registry stops a rollback before it begins", async () => {
  await world.manifests(deployment("web", "a"));
  await world.deploy(1, { images: [{ name: "registry.example/acme/web", digest: `sha256:${"a".repeat(64)}` }] });
  await world.manifests(deployment("web", "b"));
  await world.deploy(2);
  expect(await world.rollback({ imageThere: async () => "missing" })).toMatchObject({ result: "rollback-failed" });
  expect((await world.story()).at(-1)).toBe("2-1 live");
});

test("row 30: an overtaken run, a re-run of an old one, an old commit: superseded, and nothing is touched", async () => {
  await world.manifests(deployment("web", "a"));
  await world.deploy(5);
  await world.deploy(9);
  const before = world.cluster.requests.all.length;
  expect(await world.deploy(7)).toMatchObject({ status: "superseded", release: "9-1" });
  expect(await world.deploy(5, { runner: run(5, 2) })).toMatchObject({ status: "superseded" });
  expect(
    await world.deploy(12, { history: { ancestry: async () => "ancestor", fixes: async () => [] } }),
  ).toMatchObject({ status: "superseded" });
  const writes = world.cluster.requests.all
    .slice(before)
    .filter(({ verb }) => ["create", "update", "patch", "delete"].includes(verb));
  expect(writes).toEqual([]);
  expect((await world.deploy(7, { allowOlder: true })).status).toBe("live");
  expect((await world.head()).order).toBe(9);
});

test("row 30: a rollback in between supersedes what began before it", async () => {
  await world.manifests(deployment("web", "a"));
  await world.deploy(1);
  await world.manifests(deployment("web", "b"));
  await world.deploy(2);
  await world.rollback({ runner: { ...run(8), holder: "acme/shop/8/1" } });
  expect(await world.deploy(5, { releaseHold: "2-1" })).toMatchObject({ status: "superseded" });
});

test("a rollback of this run after a superseded or refused deploy undoes nothing", async () => {
  await world.manifests(deployment("web", "a"));
  await world.deploy(9);
  await world.deploy(3);
  expect(await world.rollback({ undo: "this-run", runner: run(3) })).toMatchObject({ result: "not-needed" });
  expect(await world.story()).toEqual(["9-1 live"]);
});

test("only ten releases are kept, and the records of the others are gone", async () => {
  for (let order = 1; order <= 13; order++) {
    await world.manifests(configMap("conf", { a: letters[order] ?? "x" }));
    expect((await world.deploy(order)).status).toBe("live");
  }
  expect((await world.head()).entries).toHaveLength(10);
  expect(await world.get("ConfigMap", "tidegate-shop-staging-r-13-1-0")).toBeDefined();
  expect(await world.get("ConfigMap", "tidegate-shop-staging-r-1-1-0")).toBeUndefined();
}, 120_000);
