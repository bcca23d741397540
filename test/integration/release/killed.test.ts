import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RequestRecord } from "../../../src/rehearse/world/cluster/http/request-log.ts";
import { textAt } from "../../../src/release/json/json.ts";
import { configMap, deployment, service } from "./manifests.ts";
import { run, startWorld, type World } from "./world.ts";

let world: World;
const children = new Set<ChildProcess>();
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await world[Symbol.asyncDispose]();
});

/** A lease of one second, so that what a killed run leaves behind soon runs out. */
const timing = { leaseMs: 1_000, requestMs: 250 };
const bundle = (letter: string) => [deployment("web", letter), service("web"), configMap("conf", { letter })];

function start(order: number, attempt = 1) {
  const input = {
    kubeconfig: world.access.kubeconfig,
    overlay: join(world.folder, "overlay.json"),
    order,
    attempt,
    ...timing,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, "child.ts"), JSON.stringify(input)], {
    env: { ...world.access.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, said })),
  );
  return { child, ended };
}

const isWrite = ({ verb, query }: RequestRecord) =>
  ["create", "update", "patch", "delete"].includes(verb) && !query.includes("dryRun");
const fromUs = ({ userAgent }: RequestRecord) => userAgent.includes("tidegate");

/** Does something to the process when the cluster has answered its n-th request of this kind. */
function at(n: number, which: (record: RequestRecord) => boolean, act: () => void): () => void {
  let seen = 0;
  return world.cluster.requests.onRequest((record) => {
    if (fromUs(record) && which(record) && ++seen === n) act();
  });
}

async function image(): Promise<string> {
  return (
    textAt(await world.get("Deployment", "web", "apps/v1"), "spec", "template", "spec", "containers", 0, "image")?.at(
      -1,
    ) ?? "none"
  );
}

/** Cluster, record and lease say one and the same. */
async function whole(): Promise<void> {
  const { entries } = await world.head();
  const live = entries.filter(({ status }) => status === "live");
  expect(live.map(({ status }) => status)).toEqual(["live"]);
  expect(entries.filter(({ status }) => status === "pending" || status === "applied")).toEqual([]);
  for (const [kind, name, apiVersion] of [
    ["Deployment", "web", "apps/v1"],
    ["Service", "web", "v1"],
    ["ConfigMap", "conf", "v1"],
  ] as const) {
    expect(
      textAt(await world.get(kind, name, apiVersion), "metadata", "annotations", "tidegate.github.io/release"),
    ).toBe(live[0]?.id);
  }
  expect(await world.get("Lease", "tidegate-shop-staging-lease", "coordination.k8s.io/v1")).toMatchObject({
    spec: { holderIdentity: "" },
  });
}

/** How many writes a whole deploy over an older release makes: found by making one. */
async function countWrites(): Promise<number> {
  const before = world.cluster.requests.all.length;
  expect((await start(2).ended).code).toBe(0);
  return world.cluster.requests.all.slice(before).filter((record) => fromUs(record) && isWrite(record)).length;
}

test("killed at every write it makes, then run again: the new release, whole, and the record true", async () => {
  await world.manifests(...bundle("a"));
  expect((await world.deploy(1)).status).toBe("live");
  await world.manifests(...bundle("b"));
  const writes = await countWrites();
  expect(writes).toBeGreaterThan(7);
  const letters = "cdefabcdefabcdefabcdef";
  for (let n = 1; n <= writes; n++) {
    const order = n + 2;
    const letter = letters[n - 1] ?? "c";
    await world.manifests(...bundle(letter));
    const { child, ended } = start(order);
    const off = at(n, isWrite, () => child.kill("SIGKILL"));
    const { code } = await ended;
    off();
    // the last writes may already be answered when the process ends by itself
    const again = await world.deploy(order, { runner: run(order, 2), site: { timing } });
    expect([n, code, again.status]).toEqual([n, code === 0 ? 0 : null, "live"]);
    expect(await image()).toBe(letter);
    await whole();
  }
}, 400_000);

test("killed half way, and another run comes: it plans from what is there and goes live", async () => {
  await world.manifests(...bundle("a"));
  await world.deploy(1);
  await world.manifests(...bundle("b"));
  const { child, ended } = start(2);
  at(
    1,
    ({ verb, resource, query }) => verb === "patch" && resource === "deployments" && !query.includes("dryRun"),
    () => child.kill("SIGKILL"),
  );
  await ended;
  expect(await world.story()).toEqual(["1-1 live", "2-1 pending"]);
  await world.manifests(...bundle("c"));
  expect((await world.deploy(3, { site: { timing } })).status).toBe("live");
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 live"]);
  await whole();
}, 120_000);

test("killed half way, and rolled back from elsewhere: what worked is live again", async () => {
  await world.manifests(...bundle("a"));
  await world.deploy(1);
  await world.manifests(...bundle("b"));
  const { child, ended } = start(2);
  at(
    1,
    ({ verb, resource, query }) => verb === "patch" && resource === "deployments" && !query.includes("dryRun"),
    () => child.kill("SIGKILL"),
  );
  await ended;
  expect(await world.rollback({ site: { timing } })).toMatchObject({ result: "rolled-back", from: "2-1", to: "1-1" });
  expect(await image()).toBe("a");
  await whole();
}, 120_000);

test("row 26: stopped past expiry while another deploys, then going on: the first writes nothing more", async () => {
  await world.manifests(...bundle("a"));
  await world.deploy(1);
  await world.manifests(...bundle("b"));
  const { child, ended } = start(2);
  const first = Promise.withResolvers<void>();
  at(
    1,
    ({ verb, resource, query }) => verb === "patch" && resource === "services" && !query.includes("dryRun"),
    () => {
      child.kill("SIGSTOP");
      first.resolve();
    },
  );
  await first.promise;
  await world.manifests(...bundle("c"));
  expect((await world.deploy(3, { site: { timing } })).status).toBe("live");
  const before = world.cluster.requests.all.length;
  child.kill("SIGCONT");
  const { code, said } = await ended;
  expect(code).not.toBe(0);
  expect(said).toContain("no longer surely ours");
  expect(
    world.cluster.requests.all
      .slice(before)
      .filter(isWrite)
      // its renewal of the lease is refused, because another one changed it since
      .filter((record) => fromUs(record) && record.code < 400)
      .map(({ path }) => path),
  ).toEqual([]);
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 live"]);
  expect(await image()).toBe("c");
  await whole();
}, 120_000);

test("row 15: interrupted at any request: it ends in time, gives the lease back, and the next attempt resumes", async () => {
  await world.manifests(...bundle("a"));
  await world.deploy(1);
  let order = 1;
  for (const n of [2, 9, 14, 19, 25, 31]) {
    order += 1;
    const letter = "bcdef"[order % 5] ?? "b";
    await world.manifests(...bundle(letter));
    const { child, ended } = start(order);
    let asked = 0;
    const off = at(
      n,
      () => true,
      () => {
        asked = performance.now();
        child.kill("SIGINT");
      },
    );
    const { code, said } = await ended;
    off();
    if (asked > 0 && code !== 0) {
      expect(performance.now() - asked).toBeLessThan(7_000);
      expect(said).toContain("ended interrupted");
    }
    expect(
      textAt(
        await world.get("Lease", "tidegate-shop-staging-lease", "coordination.k8s.io/v1"),
        "spec",
        "holderIdentity",
      ),
    ).toBe("");
    expect((await world.deploy(order, { runner: run(order, 2) })).status).toBe("live");
    await whole();
  }
}, 240_000);
