import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Script } from "../../../src/rehearse/world/cluster/controllers/scripted/script.ts";
import { readSmoke } from "../../../src/release/smoke/check.ts";
import { type Proven, type ProveOptions, proveRelease } from "../../../src/release/story/prove-release.ts";
import { deployment, service } from "./manifests.ts";
import { digest, startWorld, type World } from "./world.ts";

let world: World;
const asked: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
/** What the shop answers, by path. */
const answers: Record<string, { status?: number; body?: string }> = {};

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  const { method = "", url = "", headers } = request;
  asked.push({ method, url, headers, body });
  const answer = answers[url] ?? { status: 404 };
  response.writeHead(answer.status ?? 200, { "content-type": "application/json" }).end(answer.body ?? "");
}
let exit: { readonly code: number; readonly after: number } | undefined;
const script: Script = () => ({
  ...(exit === undefined ? {} : { exit }),
  http: { ports: [8080], answer: (request, response) => void serve(request, response) },
});

beforeEach(async () => {
  exit = undefined;
  world = await startWorld(script);
  asked.length = 0;
  for (const key of Object.keys(answers)) delete answers[key];
  await world.manifests(deployment("web", "a"), service("web"));
});
afterEach(() => world[Symbol.asyncDispose]());

/** The runtime reports another digest than the one asked for; whether it is the same image, the registry says. */
async function reported(): Promise<string> {
  const kube = world.connection.view(new AbortController().signal);
  for await (const page of kube.pages({ apiVersion: "v1", kind: "Pod", namespace: "shop" })) {
    const found = /sha256:[0-9a-f]{64}(?="[^@]*$)/.exec(JSON.stringify(page.items[0]?.["status"] ?? {}))?.[0];
    if (found !== undefined) return found;
  }
  return "";
}

const known: ProveOptions["digests"] = async (_, wanted) => new Set([wanted, await reported()]);

async function deployAndProve(file: unknown, digests: ProveOptions["digests"] = known) {
  const smoke = readSmoke(file);
  if ("problems" in smoke) throw new Error(smoke.problems.join("; "));
  const reports: Proven[] = [];
  const result = await world.deploy(1, {
    afterwards: {
      prove: async (desk, record) => {
        const report = await proveRelease(desk, record, { file: smoke, access: world.access, digests });
        reports.push(report);
        return report;
      },
    },
  });
  const [report] = reports;
  if (report === undefined) throw new Error(`no checks ran: ${result.message}`);
  return { result, report };
}

const quick = { within: "1s", every: "50ms" };

test("by port-forward: what one check captures the next one sends; JSON goes out and is compared", async () => {
  answers["/orders"] = { status: 201, body: '{"id": 7, "state": "placed"}' };
  answers["/orders/7"] = { body: '{"items": [{"name": "apple"}]}' };
  const { result, report } = await deployAndProve({
    ...quick,
    checks: [
      {
        name: "place",
        service: "web",
        method: "POST",
        path: "/orders",
        headers: { "content-type": "application/json" },
        body: { product: 1 },
        expect: { status: 201, json: { "$.state": "placed" } },
        capture: { order: "$.id" },
      },
      { name: "read", service: "web", path: "/orders/{{order}}", expect: { json: { "$.items[0].name": "apple" } } },
    ],
  });
  expect(report.checks.map(({ name, passed }) => [name, passed])).toEqual([
    ["place", true],
    ["read", true],
  ]);
  expect(asked.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
    'POST /orders {"product":1}',
    "GET /orders/7 ",
  ]);
  expect(result).toMatchObject({ status: "live", proven: true });
  expect(report.unproven).toEqual([]);
});

test("by the API's service proxy: the same answers, and no Authorization of ours", async () => {
  answers["/healthz"] = { body: "fine" };
  const check = { name: "health", service: "web", via: "service-proxy", path: "/healthz", expect: { body: "^fine$" } };
  const { report } = await deployAndProve({ ...quick, checks: [check] });
  expect(report).toMatchObject({ verdict: "ok" });
  expect(asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([["/healthz", undefined]]);
  expect(readSmoke({ checks: [{ ...check, headers: { authorization: "Bearer x" } }] })).toMatchObject({
    problems: [expect.stringContaining("takes Authorization for the cluster's own credential")],
  });
});

test("it answers wrongly: findings, the release failed, and every problem as expected and came", async () => {
  answers["/healthz"] = { status: 503, body: '{"title": "no database"}' };
  const { result, report } = await deployAndProve({
    ...quick,
    checks: [{ name: "health", service: "web", path: "/healthz", expect: { json: { "$.ok": true } } }],
  });
  expect(report.checks[0]?.problems).toEqual([
    "status: expected 200, came 503",
    "json $.ok: expected true, came nothing",
  ]);
  expect(report.checks[0]?.excerpt).toContain("no database");
  expect(report.checks[0]?.attempts).toBeGreaterThan(1);
  expect(result).toMatchObject({ status: "failed" });
});

test("nothing answers from anywhere: tool-error, and the release stays applied", async () => {
  const { result, report } = await deployAndProve({ ...quick, checks: [{ name: "x", service: "absent", path: "/" }] });
  expect(report).toMatchObject({
    verdict: "tool-error",
    message: expect.stringContaining("there is no Service absent"),
  });
  expect(result).toMatchObject({ verdict: "tool-error", status: "applied" });
  expect(await world.story()).toEqual(["1-1 applied"]);
});

test("where the registry cannot be asked, a pod whose runtime reports another digest is unproven, not wrong", async () => {
  answers["/"] = {};
  const { result, report } = await deployAndProve(
    { ...quick, checks: [{ name: "x", service: "web" }] },
    async () => undefined,
  );
  expect(report.unproven.join()).toContain("the registry could not say");
  expect(result.status).toBe("live");
});

test("a runtime that runs an image the registry does not know under this digest is a finding", async () => {
  answers["/"] = {};
  const { report } = await deployAndProve(
    { ...quick, checks: [{ name: "x", service: "web" }] },
    async (_, wanted) => new Set([wanted]),
  );
  expect(report.checks[0]?.problems[0]).toContain(`which is not ${digest("a")}`);
});

test("a pod of an older release behind the same Service cannot make a check green", async () => {
  answers["/"] = {};
  const old = deployment("old", "b", { replicas: 1 });
  const labelled = { ...old.spec.template.metadata, labels: { app: "old", tier: "front" } };
  const front = { ...service("web"), spec: { ...service("web").spec, selector: { tier: "front" } } };
  const web = deployment("web", "a");
  const webLabels = { ...web.spec.template.metadata, labels: { app: "web", tier: "front" } };
  const withLabels = (one: typeof web, metadata: object) => ({
    ...one,
    spec: { ...one.spec, template: { ...one.spec.template, metadata } },
  });
  await world.manifests(withLabels(old, labelled));
  expect((await world.deploy(0)).status).toBe("live");
  // it stays beside the new one: pruning is off
  await world.manifests(withLabels(web, webLabels), front);
  const { report } = await deployAndProve({ ...quick, checks: [{ name: "x", service: "web" }] });
  expect(report.checks[0]?.problems[0]).toMatch(
    /pod old-.* answers for web, but it belongs to no workload of this release/,
  );
  expect(asked).toEqual([]);
});

test("so many rounds in a row must pass, not so many checks", async () => {
  let round = 0;
  answers["/"] = {};
  answers["/flaky"] = {
    get status() {
      return ++round === 2 ? 500 : 200;
    },
  };
  const checks = [
    { name: "steady", service: "web" },
    { name: "flaky", service: "web", path: "/flaky" },
  ];
  const { report } = await deployAndProve({ within: "10s", every: "10ms", successes: 3, checks });
  expect(report).toMatchObject({ verdict: "ok", message: "2 checks passed 3 times in a row" });
  expect(asked.map(({ url }) => url)).toEqual(Array.from({ length: 5 }, () => ["/", "/flaky"]).flat());
});

test("the checks pass, and then a container restarts while it is watched: a finding after all", async () => {
  answers["/"] = {};
  exit = { code: 3, after: 700 };
  const { result, report } = await deployAndProve({
    within: "10s",
    soak: "2s",
    checks: [{ name: "x", service: "web" }],
  });
  expect(report).toMatchObject({
    verdict: "findings",
    message: expect.stringMatching(/container restarts within 2 s/),
  });
  expect(result).toMatchObject({ status: "failed" });
});
