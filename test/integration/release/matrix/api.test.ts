import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../../../../src/rehearse/world/cluster/faults/fault.ts";
import { leaderChanged, tooMany } from "../../../../src/rehearse/world/cluster/faults/fault.ts";
import { deployment, service } from "../manifests.ts";
import { startWorld, type World } from "../world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await world.manifests(
    deployment("web", "a", {
      script: { readyAfter: 150 },
      container: { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } },
    }),
    service("web"),
  );
});
afterEach(() => world[Symbol.asyncDispose]());

const deletions = () =>
  world.cluster.requests.all.filter(({ verb, resource }) => verb === "delete" && resource !== "configmaps");
const rollbacks = async () => (await world.head()).entries.filter(({ kind }) => kind === "rollback");

test("row 1: the API server restarts while we wait; the watch is taken up again and nothing is rolled back", async () => {
  const deploying = world.deploy(1);
  await until(() => world.said.some((line) => /objects? applied/.test(line)));
  world.cluster.restart();
  expect(await deploying).toMatchObject({ status: "live" });
  expect(await rollbacks()).toEqual([]);
});

test.each<[string, Fault]>([
  ["row 1: a reset before the request was read", { kind: "reset", when: "before" }],
  ["row 1: a reset after it was done, the answer lost", { kind: "reset", when: "after" }],
  ["row 1: half of the answer", { kind: "half" }],
  ["row 1: a polite end of the connection", { kind: "close" }],
  ["row 2: too many requests", tooMany(0)],
  ["row 2: a leader was elected", leaderChanged],
  ["row 2: 500 of something in between", { kind: "answer", code: 500, body: "text" }],
  ["row 2: 502", { kind: "answer", code: 502, body: "text" }],
  ["row 2: 503", { kind: "answer", code: 503 }],
  ["row 2: 504, empty", { kind: "answer", code: 504, body: "empty" }],
])("%s, at every third request: it ends live, and nothing is deleted", async (_, fault) => {
  const every = { count: 0 };
  const handle = world.cluster.faults.add({
    match: { where: ({ verb }) => verb !== "watch" && every.count++ % 3 === 0 },
    times: 12,
    fault,
  });
  expect(await world.deploy(1, { timeoutMs: 60_000 })).toMatchObject({ status: "live" });
  expect(handle.hits).toBeGreaterThan(4);
  expect(deletions()).toEqual([]);
  expect(await world.story()).toEqual(["1-1 live"]);
});

test("row 1: the handshake ends early", async () => {
  world.cluster.faults.add({ times: 3, fault: { kind: "tls eof" } });
  world.cluster.restart();
  expect(await world.deploy(1)).toMatchObject({ status: "live" });
});

test.each(["gone", "duplicate", "reorder", "stale", "drop"] as const)(
  "row 3: watch events %s: the end is the same",
  async (change) => {
    const handle = world.cluster.faults.add({ match: { verb: "watch" }, times: 6, fault: { kind: "watch", change } });
    expect(await world.deploy(1)).toMatchObject({ status: "live" });
    expect(handle.hits).toBeGreaterThan(0);
  },
);

test("row 10: a webhook says no: it fails before anything is written, and is not asked again", async () => {
  const denial: Fault = {
    kind: "answer",
    code: 400,
    reason: "BadRequest",
    message: 'admission webhook "policy.example" denied the request: no team label',
  };
  const handle = world.cluster.faults.add({ match: { verb: "patch", resource: "deployments" }, fault: denial });
  const result = await world.deploy(1);
  expect(result).toMatchObject({ status: "refused" });
  expect(result.cause).toContain("no team label");
  expect(handle.hits).toBe(1);
  expect(await world.story()).toEqual([]);
});

test("row 10: a webhook does not answer: it is asked again", async () => {
  const down: Fault = {
    kind: "answer",
    code: 500,
    reason: "InternalError",
    message: 'Internal error occurred: failed calling webhook "policy.example": connection refused',
  };
  const handle = world.cluster.faults.add({ match: { verb: "patch", resource: "deployments" }, times: 3, fault: down });
  expect(await world.deploy(1)).toMatchObject({ status: "live" });
  expect(handle.hits).toBe(3);
});

test("row 13: an object is refused half way: what was applied is told, and going back restores exactly that", async () => {
  expect(await world.deploy(1)).toMatchObject({ status: "live" });
  await world.manifests(service("new"), deployment("web", "b"), service("web"));
  const denial: Fault = {
    kind: "answer",
    code: 403,
    reason: "Forbidden",
    message: 'admission webhook "late.example" denied the request',
  };
  const real = world.cluster.faults.add({
    match: { verb: "patch", resource: "deployments", where: ({ query }) => query.get("dryRun") === null },
    fault: denial,
  });
  expect(await world.deploy(2)).toMatchObject({ status: "failed" });
  real.remove();
  expect(await world.get("Service", "new")).toBeDefined();
  expect(await world.rollback()).toMatchObject({ result: "rolled-back", from: "2-1", to: "1-1" });
  expect(await world.get("Service", "new")).toBeUndefined();
  expect(await world.story()).toEqual(
    ["1-1 replaced", "2-1 rolled-back", "900-1 live"].map((line) => line.replace("900-1", "3-1")),
  );
});

test("row 21: 401: signs in once more, then fails with that word", async () => {
  const once = world.cluster.faults.add({
    match: { resource: "configmaps" },
    times: 1,
    fault: { kind: "answer", code: 401, reason: "Unauthorized", message: "Unauthorized" },
  });
  expect(await world.deploy(1)).toMatchObject({ status: "live" });
  expect(once.hits).toBe(1);
  world.cluster.faults.add({
    match: { resource: "configmaps" },
    fault: { kind: "answer", code: 401, reason: "Unauthorized", message: "Unauthorized" },
  });
  await expect(world.deploy(2)).rejects.toThrow("Unauthorized");
});

test("row 21: 403 names the right that is missing and changes nothing", async () => {
  const forbidden: Fault = {
    kind: "answer",
    code: 403,
    reason: "Forbidden",
    message: 'deployments.apps "web" is forbidden: User "ci" cannot patch resource "deployments"',
  };
  world.cluster.faults.add({ match: { verb: "patch", resource: "deployments" }, fault: forbidden });
  const result = await world.deploy(1);
  expect(result).toMatchObject({ status: "refused", plan: { blocks: [{ code: "forbidden" }] } });
  expect(await world.story()).toEqual([]);
});

test("row 22: a slow API is waited for", async () => {
  world.cluster.faults.add({ match: { where: ({ verb }) => verb !== "watch" }, fault: { kind: "delay", ms: 60 } });
  expect(await world.deploy(1)).toMatchObject({ status: "live" });
});

test("row 20: somebody scales while we wait: that is theirs to do", async () => {
  const deploying = world.deploy(1);
  await until(() => world.said.some((line) => /objects? applied/.test(line)));
  const kube = world.connection.view(new AbortController().signal);
  await kube.jsonPatch({ apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" }, [
    { op: "replace", path: "/spec/replicas", value: 3 },
  ]);
  expect(await deploying).toMatchObject({ status: "live" });
});

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 5));
}
