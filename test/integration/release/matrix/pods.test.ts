import { afterEach, beforeEach, expect, test } from "vitest";
import { deployment, job, statefulSet } from "../manifests.ts";
import { startWorld, type World } from "../world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const crashing = (code: number, reason?: "OOMKilled") => ({
  exit: { code, after: 5, ...(reason === undefined ? {} : { reason }) },
  logs: ["connecting", "Error: no database"],
});
/** A pod that names no readiness probe is ready while it runs; with one it never gets ready between two crashes. */
const probed = { container: { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } } };

test("row 4: an image that is not there fails at once, and says so", async () => {
  await world.manifests(deployment("web", "a", { script: { pull: "not-found" } }));
  const result = await world.deploy(1);
  expect(result).toMatchObject({ status: "failed", causes: [{ code: "image", container: "web" }] });
  expect(result.cause).toMatch(/container web: [^"]+"registry[^"]+": not found$/);
});

test("row 4: a registry that does not answer is waited for, to the deadline", async () => {
  await world.manifests(deployment("web", "a", { script: { pull: "timeout", pullTakes: 5 } }));
  const result = await world.deploy(1, { timeoutMs: 4_000 });
  expect(result.status).toBe("failed");
  expect(result.cause).toContain("not ready in time");
  expect(result.cause).toContain("i/o timeout");
});

test("row 5: a crash loop fails after its grace, with exit code and last lines", async () => {
  await world.manifests(deployment("web", "a", { script: { ...crashing(3), readyAfter: "never" }, ...probed }));
  const result = await world.deploy(1);
  expect(result).toMatchObject({ status: "failed", causes: [{ code: "crash", container: "web", exitCode: 3 }] });
  expect(result.causes[0]?.log).toContain("Error: no database");
  expect(result.causes[0]?.advice).toContain("its last lines say why");
});

test("row 5: where the log may not be public, nobody is sent to look at lines that are withheld", async () => {
  await world.manifests(deployment("web", "a", { script: { ...crashing(3), readyAfter: "never" }, ...probed }));
  const { causes } = await world.deploy(1, { logLines: 0 });
  expect(causes).toMatchObject([{ log: [], advice: expect.stringContaining("withheld here (log-lines is 0)") }]);
});

test("row 19: a Job that was still running when another workload failed is no cause of it", async () => {
  await world.manifests(
    deployment("web", "a", { script: { pull: "not-found" } }),
    job("migrate", "a", { script: { exit: { code: 0, after: 60_000 } } }),
  );
  const { causes, outcomes } = await world.deploy(1);
  expect(causes).toMatchObject([{ code: "image" }]);
  expect(outcomes.map(({ ref, state }) => `${ref.kind} ${state.state}`).sort()).toEqual([
    "Deployment failed",
    "Job waiting",
  ]);
});

test("row 5: an exit code declared fatal does not wait for the grace", async () => {
  await world.manifests(deployment("web", "a", { script: { ...crashing(78), readyAfter: "never" }, ...probed }));
  const result = await world.deploy(1, { patience: { graceMs: 600_000, settleMs: 100, fatalExitCodes: [78] } });
  expect(result).toMatchObject({ status: "failed", causes: [{ exitCode: 78 }] });
});

test("row 5: out of memory is told as that", async () => {
  await world.manifests(
    deployment("web", "a", { script: { ...crashing(137, "OOMKilled"), readyAfter: "never" }, ...probed }),
  );
  const result = await world.deploy(1);
  expect(result.cause).toContain("OOMKilled");
  expect(result.causes[0]?.advice).toContain("raise that");
});

test("row 5: an init container that crashes", async () => {
  await world.manifests(
    deployment("web", "a", {
      pod: { initContainers: [{ name: "wait", image: `registry.example/acme/wait@sha256:${"b".repeat(64)}` }] },
      script: { wait: crashing(2), web: {} },
    }),
  );
  expect(await world.deploy(1)).toMatchObject({ status: "failed", causes: [{ container: "wait", exitCode: 2 }] });
});

test("row 6: a Secret that is not there fails once it has had time to appear", async () => {
  await world.manifests(deployment("web", "a", { container: { envFrom: [{ secretRef: { name: "absent" } }] } }));
  const result = await world.deploy(1);
  expect(result).toMatchObject({ status: "failed", causes: [{ code: "config" }] });
  expect(result.cause).toContain("absent");
});

test("row 9: paused, scaled to nothing, OnDelete: a defined end each", async () => {
  await world.manifests(deployment("web", "a", { spec: { paused: true } }));
  expect(await world.deploy(1)).toMatchObject({ status: "failed", outcomes: [{ state: { code: "paused" } }] });
  await world.manifests(
    deployment("web", "a", { replicas: 0 }),
    statefulSet("db", "a", { spec: { updateStrategy: { type: "OnDelete" } } }),
  );
  expect(await world.deploy(2)).toMatchObject({ status: "live" });
});

test("row 9: a StatefulSet has no deadline of its own; ours ends the waiting", async () => {
  await world.manifests(statefulSet("db", "a", { script: { readyAfter: "never" }, ...probed }));
  const result = await world.deploy(1, { timeoutMs: 3_000 });
  expect(result.status).toBe("failed");
  expect(result.cause).toContain("not ready in time: StatefulSet db");
});

test("row 19: one ok, one failed, one not started: a result for each, and the release as a whole fails", async () => {
  await world.manifests(
    deployment("api", "a"),
    deployment("web", "a", { script: { ...crashing(3), readyAfter: "never" }, ...probed }),
    deployment("far", "a", { pod: { nodeSelector: { disk: "none" } } }),
  );
  const result = await world.deploy(1);
  expect(result.status).toBe("failed");
  const states = Object.fromEntries(result.outcomes.map(({ ref, state }) => [ref.name, state.state]));
  expect(states).toMatchObject({ api: "done", web: "failed" });
  expect(states["far"]).not.toBe("failed");
});

test("row 29: a Job runs once per release, under its release's name, and never on a rollback", async () => {
  await world.manifests(deployment("web", "a"), job("migrate", "a", { script: { exit: { code: 0, after: 5 } } }));
  expect(await world.deploy(1)).toMatchObject({ status: "live" });
  await world.manifests(deployment("web", "b"), job("migrate", "b", { script: { exit: { code: 0, after: 5 } } }));
  expect(await world.deploy(2)).toMatchObject({ status: "live" });
  expect(await world.get("Job", "migrate-2-1", "batch/v1")).toBeDefined();
  const before = world.cluster.requests.all.length;
  expect(await world.rollback()).toMatchObject({ result: "rolled-back" });
  const jobs = world.cluster.requests.all
    .slice(before)
    .filter(({ resource, verb }) => resource === "jobs" && (verb === "patch" || verb === "create"));
  expect(jobs).toEqual([]);
});

test("row 29: a migration that fails fails the release, with its last lines", async () => {
  await world.manifests(
    deployment("web", "a"),
    job("migrate", "a", { script: { exit: { code: 1, after: 5 }, logs: ["ERROR: column exists"] } }),
  );
  const result = await world.deploy(1);
  expect(result).toMatchObject({ status: "failed" });
  expect(result.causes[0]?.ref.name).toBe("migrate-1-1");
});

test("row 29: across an irreversible release only with a reason, which is recorded", async () => {
  await world.manifests(deployment("web", "a"));
  await world.deploy(1);
  await world.manifests(deployment("web", "b"));
  await world.deploy(2, { irreversible: "drops a column" });
  expect(await world.rollback()).toMatchObject({ result: "refused" });
  expect(await world.rollback({ reason: "the column was never written" })).toMatchObject({ result: "rolled-back" });
  expect((await world.head()).entries.at(-1)?.cause).toContain(
    "the column was never written; crossed irreversible 2-1",
  );
});

test("row 7: nowhere to run yet: it is waited for, and named", async () => {
  await world.manifests(deployment("far", "a", { pod: { nodeSelector: { disk: "none" } } }));
  const result = await world.deploy(1, { timeoutMs: 3_000 });
  expect(result).toMatchObject({ status: "failed", causes: [{ code: "unschedulable" }] });
  expect(result.cause).toContain("not ready in time");
});

test("row 8: over quota, so that no pod can be made: the condition's own sentence is the cause", async () => {
  await world.manifests(
    { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "small" }, spec: { hard: { pods: "0" } } },
    deployment("web", "a"),
  );
  const result = await world.deploy(1);
  expect(result).toMatchObject({ status: "failed", causes: [{ code: "refused" }] });
  expect(result.cause).toContain("exceeded quota");
});
