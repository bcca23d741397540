/** Runs that overtake, interrupt, kill and stop each other, on a cluster that only sees their requests. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textAt } from "../../../src/release/json/json.ts";
import { configMap, service } from "../../integration/release/manifests.ts";
import { run } from "../../integration/release/world.ts";
import type { App } from "./app.ts";
import { auditOf } from "./audit.ts";
import { probe, script } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  world = await startWorld("runs");
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await world[Symbol.asyncDispose]();
});

/** A lease of four seconds: what a killed run leaves behind soon runs out. */
const timing = { leaseMs: 4_000, requestMs: 1_000 };
const bundle = (name: string, version: string, env: Readonly<Record<string, string>> = {}) => [
  probe(name, { env: { VERSION: version, ...env } }),
  service(name),
  configMap(name, { version }),
];

/** A deploy in a process of its own; something happens to it once it has said this. */
function start(
  name: string,
  order: number,
  objects: readonly object[],
  when: RegExp,
  act: (child: ChildProcess) => void,
) {
  const { namespace, folder, image, access } = world;
  const input = { name, namespace, folder, image, kubeconfig: access.kubeconfig, timing, order, attempt: 1, objects };
  const child = spawn(process.execPath, [join(import.meta.dirname, "child.ts"), JSON.stringify(input)], {
    env: { ...access.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  const happened = Promise.withResolvers<void>();
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const before = when.test(said);
    said += text;
    if (before || !when.test(said)) return;
    act(child);
    happened.resolve();
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.on("close", (code) => {
      happened.resolve();
      resolve({ code, said });
    }),
  );
  return { child, happened: happened.promise, ended };
}

/** Cluster, record and lease say one and the same. */
async function whole(app: App, name: string, version: string): Promise<void> {
  const { entries } = await app.head();
  const live = entries.filter(({ status }) => status === "live");
  expect(live).toHaveLength(1);
  expect(entries.filter(({ status }) => status === "pending" || status === "applied")).toEqual([]);
  for (const [kind, apiVersion] of [
    ["Deployment", "apps/v1"],
    ["Service", "v1"],
    ["ConfigMap", "v1"],
  ] as const) {
    const object = await app.get(kind, name, apiVersion);
    expect(textAt(object, "metadata", "annotations", "tidegate.github.io/release"), kind).toBe(live[0]?.id);
  }
  expect((await app.get("ConfigMap", name))?.["data"]).toEqual({ version });
  const lease = await app.get("Lease", `tidegate-${name}-engine-lease`, "coordination.k8s.io/v1");
  expect(textAt(lease, "spec", "holderIdentity")).toBe("");
}

describe.concurrent("runs", () => {
  test("row 14: five deploys at once: each ends live or superseded, and the newest stands", async () => {
    const app = await world.app("crowd", { timing });
    const results = await Promise.all(
      [3, 1, 5, 2, 4].map((order) => app.deploy(order, bundle("crowd", String(order)))),
    );
    const statuses = results.map(({ status }) => status);
    expect(statuses.filter((status) => status !== "live" && status !== "superseded")).toEqual([]);
    expect((await app.head()).order).toBe(5);
    await whole(app, "crowd", "5");
  });

  test("row 14: out of time, the loser names the holder", async () => {
    const [first, second] = await Promise.all([world.app("queue"), world.app("queue")]);
    const slow = first.deploy(1, bundle("queue", "1", { START_AFTER: "6s" }));
    await first.saying(/recorded as pending/);
    const late = await second.deploy(2, bundle("queue", "2"), { timeoutMs: 1_000 });
    expect(late).toMatchObject({ status: "busy" });
    expect(late.message).toContain("acme/shop/1/1 holds the lease");
    expect(await slow).toMatchObject({ status: "live" });
  });

  test("row 15: interrupted at each step it tells: the lease is free, and the next attempt of the run goes on", async () => {
    const app = await world.app("stop", { timing });
    await app.deploy(1, bundle("stop", "1"));
    const steps = [/recorded as pending/, /objects? applied/];
    for (const [at, step] of steps.entries()) {
      const order = at + 2;
      const objects = bundle("stop", String(order));
      const { ended } = start("stop", order, objects, step, (child) => child.kill("SIGINT"));
      const { code, said } = await ended;
      expect([code, said]).toEqual([1, expect.stringContaining("ended interrupted: stopped")]);
      expect(said).toContain("tidegate release resume");
      const again = await app.deploy(order, objects, { runner: run(order, 2) });
      expect(again).toMatchObject({ status: "live", release: `${order}-1` });
      await whole(app, "stop", String(order));
    }
  });

  test("row 16: killed, with no step after it: resume takes up its record, and another run plans from what is there", async () => {
    const app = await world.app("kill", { timing });
    await app.deploy(1, bundle("kill", "1"));
    const lost = start("kill", 2, bundle("kill", "2"), /recorded as pending/, (child) => child.kill("SIGKILL"));
    expect((await lost.ended).code).toBeNull();
    expect(await app.story()).toEqual(["1-1 live", "2-1 pending"]);
    expect(await app.resume()).toMatchObject({ status: "live", release: "2-1" });
    await whole(app, "kill", "2");

    const again = start("kill", 3, bundle("kill", "3"), /objects? applied/, (child) => child.kill("SIGKILL"));
    expect((await again.ended).code).toBeNull();
    expect(await app.deploy(4, bundle("kill", "4"))).toMatchObject({ status: "live" });
    expect(await app.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 replaced", "4-1 live"]);
    await whole(app, "kill", "4");
  });

  test("row 26: stopped past the end of its lease while another deploys: going on, it writes nothing more", async () => {
    const app = await world.app("sleep", { timing });
    await app.deploy(1, bundle("sleep", "1"));
    const first = start("sleep", 2, bundle("sleep", "2"), /recorded as pending/, (child) => child.kill("SIGSTOP"));
    await first.happened;
    expect(await app.deploy(3, bundle("sleep", "3"))).toMatchObject({ status: "live" });
    const woken = new Date();
    first.child.kill("SIGCONT");
    const { code, said } = await first.ended;
    expect(code).not.toBe(0);
    // by its own clock, by the server that refused its write, or by the head, whichever it asked first
    expect(said).toMatch(/no longer surely ours|release 2-1 was replaced meanwhile/);
    expect(await app.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 live"]);
    await whole(app, "sleep", "3");
    const written = await auditOf(
      world,
      ({ time, write, code, name }) => write && time >= woken && code < 400 && /sleep/.test(name),
    );
    expect(written).toEqual([]);
  });

  test("row 29: a Job runs once per release and never on the way back; across an irreversible release only with a reason", async () => {
    const app = await world.app("job");
    const { name, digest } = await world.imageOf(world.engine.images.debian);
    const release = (version: string) => [
      probe("job", { replicas: 0, env: { VERSION: version } }),
      script("migrate", `${name}@${digest}`, ["sh", "-c", `echo to ${version}`]),
    ];
    expect(await app.deploy(1, release("1"))).toMatchObject({ status: "live" });
    expect(await app.deploy(2, release("2"), { irreversible: "drops a column" })).toMatchObject({ status: "live" });
    expect(await world.kubectl(["logs", "job/migrate-2-1"])).toBe("to 2\n");
    expect(await app.rollback()).toMatchObject({ result: "refused", from: "2-1" });
    const back = await app.rollback({ reason: "the column was never written" });
    expect(back).toMatchObject({ result: "rolled-back", to: "1-1" });
    expect((await app.head()).entries.at(-1)?.cause).toBe("the column was never written; crossed irreversible 2-1");
    const made = await auditOf(
      world,
      ({ resource, code, write, name }) => resource === "jobs" && write && code === 201 && /migrate/.test(name),
    );
    expect(made.map((one) => one.name)).toEqual(["migrate-1-1", "migrate-2-1"]);
  });

  test("row 29: a migration that fails fails the release, with its last line", async () => {
    const app = await world.app("failing");
    const { name, digest } = await world.imageOf(world.engine.images.debian);
    const job = script("failing", `${name}@${digest}`, ["sh", "-c", "echo ERROR: column exists >&2; exit 1"]);
    const result = await app.deploy(1, [job]);
    expect(result).toMatchObject({ status: "failed", causes: [{ ref: { name: "failing-1-1" } }] });
    expect(result.causes[0]?.log).toContain("ERROR: column exists");
  });
});
