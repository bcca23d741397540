import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment, service } from "../../release/manifests.ts";
import { holderOf, list, type Step, type Steps, startSteps, steady, storyOf } from "./steps.ts";

let steps: Steps;
beforeAll(async () => {
  steps = await startSteps();
}, 240_000);
afterAll(() => steps[Symbol.asyncDispose]());

const smoke = (path: string) =>
  JSON.stringify({ within: "1s", every: "100ms", checks: [{ name: "it answers", service: "web", path }] });
const files = (app: string, letter: string, path = "/healthz") => ({
  // one namespace for all of them: each app has a Service and a Deployment of its own
  "app.json": list(deployment(app, letter, { replicas: 1 }), { ...service(app) }),
  "smoke.yml": smoke(path).replace('"web"', `"${app}"`),
});
const forLater = { "verify-window": "5m", "require-scan": "false" };
const deploy = (step: Step) => steps.play("kustomize-deploy", { ...step, with: { ...forLater, ...step.with } });
const prove = (step: Step) => steps.play("smoke-test", { ...step, with: { file: "smoke.yml", ...step.with } });
const back = (step: Step) => steps.play("rollback", step);

/** An earlier run's release, live and proven: what one can go back to. */
async function earlier(app: string): Promise<void> {
  const done = await deploy({
    app,
    run: 1000,
    files: files(app, "a"),
    with: { smoke: "smoke.yml", "verify-window": "" },
  });
  expect(done.outputs).toMatchObject({ status: "live", release: "1000-1" });
}

test("deploy, and a later step that proves it: applied, the lease parked; then live, and the lease back", async () => {
  const app = "plain";
  const applied = await deploy({ app, files: files(app, "a") });
  expect(applied.outputs).toMatchObject({ verdict: "ok", status: "applied", release: "1001-1" });
  expect(await holderOf(steps, app)).toBe("acme/shop/1001/1");
  const proven = await prove({ app, files: files(app, "a"), with: { release: applied.outputs["release"] ?? "" } });
  expect(proven.outputs).toMatchObject({ verdict: "ok", status: "live", passed: "1", failed: "0" });
  expect(proven.exit).toBe(0);
  expect(await storyOf(steps, app)).toEqual(["1001-1 live"]);
  expect(await holderOf(steps, app)).toBe("");
  await expect(proven.text).toMatchFileSnapshot("snapshots/smoke-test-live.txt");
}, 60_000);

test("findings: failed, the lease kept for going back; the rollback step undoes it, and the job stays red", async () => {
  const app = "wrong";
  await earlier(app);
  steps.answers.set("/broken", { status: 503, body: '{"title": "no database"}' });
  const applied = await deploy({ app, files: files(app, "b", "/broken") });
  expect(applied.outputs).toMatchObject({ status: "applied", previous: "1000-1" });
  const failed = await prove({ app, files: files(app, "b", "/broken"), with: { release: "1001-1" } });
  expect(failed).toMatchObject({ exit: 1, outputs: { verdict: "findings", status: "failed", failed: "1" } });
  expect(failed.outputs["cause"]).toContain("expected 200, came 503");
  expect(failed.written["smoke-report.xml"]).toContain("<failure message=");
  expect(await holderOf(steps, app)).toBe("acme/shop/1001/1");
  // this step gets nothing from the two before it but the run they are all of
  const undone = await back({ app, files: files(app, "b"), with: { smoke: "smoke.yml" } });
  expect(undone).toMatchObject({
    exit: 0,
    outputs: { verdict: "ok", result: "rolled-back", release: "1001-2", from: "1001-1", to: "1000-1" },
  });
  expect(await storyOf(steps, app)).toEqual(["1000-1 replaced", "1001-1 rolled-back", "1001-2 live"]);
  expect(await holderOf(steps, app)).toBe("");
  await expect(failed.text).toMatchFileSnapshot("snapshots/smoke-test-findings.txt");
  await expect(undone.text).toMatchFileSnapshot("snapshots/rollback-done.txt");
  const next = await deploy({ app, run: 1002, files: files(app, "c") });
  expect(next.outputs).toMatchObject({ verdict: "findings", status: "held" });
  expect(next.log).toContain("tidegate release unhold 1001-1 --reason");
}, 90_000);

test("nothing answers: tool-error; the release stays applied, and the same step may be run again", async () => {
  const app = "silent";
  await deploy({ app, files: files(app, "a") });
  const absent = { ...files(app, "a"), "smoke.yml": smoke("/").replace('"web"', '"absent"') };
  const unknown = await prove({ app, files: absent });
  expect(unknown).toMatchObject({ exit: 2, outputs: { verdict: "tool-error", status: "applied" } });
  expect(unknown.log).toContain("the release stays applied");
  expect(await storyOf(steps, app)).toEqual(["1001-1 applied"]);
  // without `release` it is the one of this very run
  expect((await prove({ app, files: files(app, "a"), attempt: 2 })).outputs).toMatchObject({ status: "live" });
}, 60_000);

test("the window passes, another run takes over: its release goes live, and the late step says so and changes nothing", async () => {
  const app = "late";
  const parked = await deploy({ app, files: files(app, "a"), with: { "verify-window": "1s" } });
  expect(parked.outputs).toMatchObject({ status: "applied" });
  const other = await deploy({
    app,
    run: 1002,
    files: files(app, "b"),
    with: { smoke: "smoke.yml", "verify-window": "" },
  });
  expect(other.outputs).toMatchObject({ status: "live" });
  expect(other.log).toContain("the lease of acme/shop/1001/1 ran out");
  const late = await prove({ app, files: files(app, "a"), with: { release: "1001-1" } });
  expect(late).toMatchObject({ exit: 1, outputs: { verdict: "findings", status: "replaced" } });
  expect(late.log).toContain("release 1001-1 is replaced, so there is nothing to prove");
  const undone = await back({ app });
  expect(undone).toMatchObject({ exit: 0, outputs: { result: "not-needed" } });
  expect(await storyOf(steps, app)).toEqual(["1001-1 replaced", "1002-1 live"]);
}, 120_000);

test("the deploy was cancelled while it waited: it says how to go on or back; the rollback step goes back", async () => {
  const app = "cancelled";
  await earlier(app);
  const never = deployment(app, "b", {
    replicas: 1,
    script: { readyAfter: "never" },
    container: { readinessProbe: { httpGet: { path: "/", port: 8080 } } },
  });
  const cancelled = await deploy({
    app,
    files: { ...files(app, "b"), "app.json": list(never, service(app)) },
    stop: { signal: "SIGINT", when: /objects? applied/ },
  });
  expect(cancelled.exit).toBe(130);
  expect(cancelled.outputs).toMatchObject({ verdict: "tool-error", status: "interrupted" });
  expect(cancelled.outputs["release"]).toBeUndefined();
  expect(cancelled.log).toContain("tidegate release resume");
  expect(await storyOf(steps, app)).toEqual(["1000-1 live", "1001-1 pending"]);
  expect(await holderOf(steps, app)).toBe("");
  await expect(cancelled.text).toMatchFileSnapshot("snapshots/deploy-cancelled.txt");
  const undone = await back({ app });
  expect(undone.outputs).toMatchObject({ result: "rolled-back", from: "1001-1", to: "1000-1" });
}, 90_000);

test("the deploy was refused before it recorded anything, or never ran: there is nothing to undo", async () => {
  const app = "refused";
  await earlier(app);
  const refused = await deploy({
    app,
    files: { ...files(app, "b"), "app.json": list({ apiVersion: "v1", kind: "Namespace", metadata: { name: "x" } }) },
  });
  expect(refused.outputs).toMatchObject({ verdict: "tool-error", status: "refused" });
  const undone = await back({ app });
  expect(undone).toMatchObject({ exit: 0, outputs: { verdict: "ok", result: "not-needed" } });
  expect(undone.log).toContain("this run recorded no release, so it has nothing to undo");
  expect(await storyOf(steps, app)).toEqual(["1000-1 live"]);
}, 60_000);

test("a first deploy that failed: nothing to go back to, exit 4, and still the reason why it failed", async () => {
  const app = "first";
  const missing = deployment(app, "a", { replicas: 1, script: { pull: "not-found" } });
  const failed = await deploy({ app, files: { "app.json": list(missing) } });
  expect(failed.outputs).toMatchObject({ verdict: "findings", status: "failed" });
  const undone = await back({ app });
  expect(undone).toMatchObject({
    exit: 4,
    outputs: { verdict: "findings", result: "nothing-to-go-back-to", from: "1001-1" },
  });
  expect(undone.log).toContain("not found");
  expect(undone.log).toContain("tidegate release rollback ID --reason TEXT");
}, 60_000);

test("what it goes back to is bad, too: exit 5, and the cause is an output", async () => {
  const app = "worse";
  await earlier(app);
  steps.answers.set("/always-broken", { status: 500, body: "" });
  await deploy({ app, files: files(app, "b") });
  await prove({ app, files: files(app, "b", "/always-broken") });
  const undone = await back({ app, files: files(app, "a", "/always-broken"), with: { smoke: "smoke.yml" } });
  expect(undone).toMatchObject({ exit: 5, outputs: { verdict: "findings", result: "rollback-failed" } });
  expect(undone.outputs["cause"]).toContain("expected 200, came 500");
  await expect(undone.text).toMatchFileSnapshot("snapshots/rollback-failed.txt");
}, 90_000);

test("what the three READMEs show of a failure is what is read in the log", async () => {
  const app = "web";
  await earlier(app);
  steps.crashing.set("d", ["Error: DATABASE_URL is not set"]);
  const probed = {
    replicas: 1,
    container: { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } },
  };
  const crashing = { ...files(app, "d"), "app.json": list(deployment(app, "d", probed), service(app)) };
  const deployed = await deploy({ app, files: crashing, with: { "log-lines": "20", "verify-window": "" } });
  steps.answers.set("/broken", { status: 503, body: '{"title": "no database"}' });
  steps.answers.set("/always-broken", { status: 500, body: "" });
  await deploy({ app, run: 1002, files: files(app, "b") });
  const proven = await prove({ app, run: 1002, files: files(app, "b", "/broken") });
  const again = { app, run: 1002, files: files(app, "b", "/always-broken"), with: { smoke: "smoke.yml" } };
  const undone = await back(again);
  for (const [name, { log }] of Object.entries({
    "kustomize-deploy": deployed,
    "smoke-test": proven,
    rollback: undone,
  })) {
    const page = await readFile(join(import.meta.dirname, "../../../../actions", name, "README.md"), "utf8");
    const shown = /## What failing looks like\n\n```\n([\s\S]*?)```/.exec(page)?.[1]?.trimEnd().split("\n") ?? [];
    expect(shown.length).toBeGreaterThan(3);
    for (const line of shown) expect(log).toContain(steady(line));
  }
}, 120_000);
