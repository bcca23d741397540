import { afterAll, beforeAll, expect, test } from "vitest";
import { canaryProblems } from "../../../../src/action/testing/index.ts";
import { deployment, service } from "../../release/manifests.ts";
import { list, type Steps, startSteps } from "./steps.ts";

let steps: Steps;
beforeAll(async () => {
  steps = await startSteps();
}, 240_000);
afterAll(() => steps[Symbol.asyncDispose]());

const container = { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } };
const files = (app: string, letter: string, path: string) => ({
  "app.json": list(deployment(app, letter, { replicas: 1, container }), service(app)),
  "smoke.yml": JSON.stringify({
    within: "1s",
    every: "200ms",
    checks: [{ name: "it answers", service: app, path, expect: { status: 200, json: { "$.state": "up" } } }],
  }),
});
const deploy = (app: string, run: number, given: ReturnType<typeof files>, smoke: Readonly<Record<string, string>>) =>
  steps.play("kustomize-deploy", { app, run, files: given, with: { "require-scan": "false", ...smoke } });

test("what a service answers achieves nothing in smoke-test, nor in the rollback that asks it again", async () => {
  const app = "liar";
  steps.answers.set("/good", { status: 200, body: '{"state": "up"}' });
  await deploy(app, 1000, files(app, "a", "/good"), { smoke: "smoke.yml" });
  const later = await deploy(app, 1001, files(app, "b", "/liar"), { "verify-window": "5m" });
  expect(later.outputs).toMatchObject({ status: "applied" });
  const answer = (text: string) => {
    steps.answers.set("/liar", { status: 500, body: text });
    steps.answers.set("/liar-json", { status: 200, body: JSON.stringify({ state: text }) });
  };
  expect(
    await canaryProblems((text) => {
      answer(text);
      return steps.scenario("smoke-test", { app, files: files(app, "b", "/liar"), with: { file: "smoke.yml" } });
    }),
  ).toEqual([]);
  const again = { app, files: files(app, "a", "/liar-json"), with: { smoke: "smoke.yml", undo: "live" } };
  expect(await canaryProblems(() => steps.scenario("rollback", again))).toEqual([]);
}, 120_000);

test("what is asked without a release achieves nothing either: answers, and the names of checks", async () => {
  const { bundle } = steps.scenario("smoke-test", { app: "none" });
  const within = "500ms";
  expect(
    await canaryProblems((text) => ({
      bundle,
      http: { "GET /liar": { status: 500, body: text } },
      inputs: ({ http }) => ({ url: `${http}/liar`, within }),
    })),
  ).toEqual([]);
  expect(
    await canaryProblems((text) => ({
      bundle,
      // nothing listens there
      files: { "smoke.yml": JSON.stringify({ within, checks: [{ name: text, url: "http://127.0.0.1:9/" }] }) },
      inputs: { file: "smoke.yml" },
    })),
  ).toEqual([]);
}, 60_000);

test("what a container prints achieves nothing in the rollback that comes to it", async () => {
  const app = "noisy";
  steps.answers.set("/good", { status: 200, body: '{"state": "up"}' });
  await deploy(app, 1000, files(app, "a", "/good"), { smoke: "smoke.yml" });
  await deploy(app, 1001, files(app, "b", "/good"), { "verify-window": "5m" });
  expect(
    await canaryProblems((text) => {
      steps.crashing.set("a", text.split("\n"));
      return steps.scenario("rollback", { app, with: { "log-lines": "50" } });
    }),
  ).toEqual([]);
}, 120_000);
