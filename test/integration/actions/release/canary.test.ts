import { afterAll, beforeAll, expect, test } from "vitest";
import type { Transcript } from "../../../../src/action/testing/index.ts";
import { textAt } from "../../../../src/release/json/json.ts";
import { holds, wrappings } from "../../release/leak.ts";
import { deployment, secret, service } from "../../release/manifests.ts";
import { list, type Steps, startSteps } from "./steps.ts";

const canary = "canary-4e1b-of-the-payment-key";
const app = "leaky";
const artefacts = new Map<string, string>();
let steps: Steps;

/** The line that asks the runner to hide it has to name it. */
const heard = (log: string) => log.replace(/^::add-mask::.*$/gm, "");

function keep(step: string, { log, outputs, summary, state, env, written, requests }: Transcript): void {
  artefacts.set(`${step}: log`, heard(log));
  artefacts.set(`${step}: outputs`, JSON.stringify(outputs));
  artefacts.set(`${step}: summary`, summary);
  artefacts.set(`${step}: state and variables`, JSON.stringify([state, env]));
  artefacts.set(`${step}: files`, JSON.stringify(written));
  artefacts.set(`${step}: requests to others`, JSON.stringify(requests));
}

const files = (letter: string, more: object = {}) => ({
  "app.json": list(
    deployment(app, letter, { replicas: 1, ...more }),
    service(app),
    secret("payment", { key: canary, url: `https://shop:${canary}@pay.example/?k=${canary}` }),
  ),
  "smoke.yml": JSON.stringify({ within: "1s", every: "200ms", checks: [{ name: "pays", service: app, path: "/pay" }] }),
});

beforeAll(async () => {
  steps = await startSteps();
  const with_ = { "require-scan": "false", "log-lines": "50" };
  const deploy = (run: number, given: ReturnType<typeof files>, more: Readonly<Record<string, string>> = {}) =>
    steps.play("kustomize-deploy", { app, run, files: given, with: { ...with_, ...more } });
  keep("deploy", await deploy(1000, files("a"), { smoke: "smoke.yml" }));
  // the shop answers with its own key, as it stands and encoded
  const body = JSON.stringify({ error: `bad key ${canary}`, raw: Buffer.from(canary).toString("base64") });
  steps.answers.set("/pay", { status: 500, body });
  keep("deploy for later", await deploy(1001, files("b"), { "verify-window": "1m" }));
  const smoke = { app, run: 1001, files: files("b"), with: { file: "smoke.yml" } };
  keep("smoke test", await steps.play("smoke-test", smoke));
  keep("rollback", await steps.play("rollback", { app, run: 1001, with: { "log-lines": "50" } }));
  steps.crashing.set("c", [`using ${canary}`, Buffer.from(canary).toString("base64")]);
  const probed = { container: { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } } };
  keep("crash", await deploy(1002, files("c", probed), { "release-hold": "1001-1" }));
  keep("rollback of the crash", await steps.play("rollback", { app, run: 1002, with: { "log-lines": "50" } }));
  steps.world.cluster.faults.add({
    match: { verb: "patch", resource: "services", where: ({ query }) => query.get("dryRun") === null },
    fault: {
      kind: "answer",
      code: 403,
      reason: "Forbidden",
      message: `admission webhook "p" denied the request: ${canary}`,
    },
  });
  keep("refusal", await deploy(1003, files("d"), { "release-hold": "1002-1" }));
  const kube = steps.world.connection.view(new AbortController().signal);
  for (const kind of ["ConfigMap", "Lease", "Event", "Deployment"] as const) {
    const apiVersion = { ConfigMap: "v1", Lease: "coordination.k8s.io/v1", Event: "v1", Deployment: "apps/v1" }[kind];
    const pages: string[] = [];
    for await (const page of kube.pages({ apiVersion, kind, namespace: "shop" }))
      pages.push(JSON.stringify(page.items));
    artefacts.set(`${kind}s in the cluster`, pages.join(""));
  }
}, 400_000);
afterAll(() => steps[Symbol.asyncDispose]());

test("the canary is in the live Secret, and in what the actions were answered", async () => {
  const live = await steps.world.get("Secret", "payment");
  expect(Buffer.from(textAt(live, "data", "key") ?? "", "base64").toString()).toBe(canary);
  const answers: string[] = [];
  const path = "/api/v1/namespaces/shop/secrets/payment";
  for await (const chunk of (await steps.world.connection.send({ method: "GET", path, timeoutMs: 5_000 })).chunks)
    answers.push(chunk.toString("utf8"));
  expect(holds(canary, answers.join(""))).toBe(true);
  // the deploys did read it: they say that they masked it
  const asked = steps.world.cluster.requests.all.filter(
    ({ resource, verb }) => resource === "secrets" && verb === "get",
  );
  expect(asked.length).toBeGreaterThan(6);
});

test("each step ended as it was meant to, and had something to say", () => {
  const summary = (step: string) => artefacts.get(`${step}: summary`) ?? "";
  expect(summary("deploy")).toContain("live");
  expect(artefacts.get("smoke test: files")).toContain("testsuite");
  expect(artefacts.get("smoke test: log")).toContain("bad key ***");
  expect(artefacts.get("rollback: outputs")).toContain("rolled-back");
  expect(artefacts.get("crash: log")).toContain("using ***");
  expect(artefacts.get("refusal: outputs")).toContain("denied the request: ***");
  expect(artefacts.size).toBe(7 * 6 + 4);
});

test("it is in no log, output, summary, state, file, request, record, lease or event", () => {
  const leaks = [...artefacts].filter(([, text]) => holds(canary, text)).map(([name]) => name);
  expect(leaks).toEqual([]);
});

test("a leak planted in any of them is found, however it is wrapped", () => {
  for (const [name, text] of artefacts)
    for (const leak of wrappings(canary))
      expect([name, holds(canary, `${text.slice(0, 2_000)}\n${JSON.stringify({ planted: leak })}`)]).toEqual([
        name,
        true,
      ]);
});
