/** Who is told what: each notification's own script, from YAML, in a process, to a server that takes it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { defineConfig } from "../../../src/config/index.ts";
import { generate } from "../../../src/emit/generate.ts";
import { workflow } from "../../../src/index.ts";
import { pipeline } from "../../../src/pipelines/index.ts";
import { evaluate } from "../../../src/simulate/expression/evaluate.ts";
import { stepStatus } from "../../../src/simulate/expression/status.ts";
import { api, run, scriptIn, scriptOf } from "./step.ts";

const slack = scriptOf("deploy", "announce", "Tell slack");
const news = { OCCASION: "live", TEXT: 'shop: production "runs" this' };
const link = "https://github.example/acme/shop/actions/runs/7";

test("news goes to the channel as text, with a link to the run", async () => {
  await using channel = await api({ "/hook": {} });
  expect(await run(slack, { ...news, SLACK_WEBHOOK: `${channel.url}/hook` })).toMatchObject({ code: 0, said: "" });
  expect(JSON.parse(channel.asked[0]?.body ?? "")).toEqual({ text: `shop: production "runs" this ${link}` });
});

test("without an address nobody is told, and a channel that fails is no success", async () => {
  expect(await run(slack, { ...news, SLACK_WEBHOOK: "" })).toMatchObject({
    code: 0,
    said: "SLACK_WEBHOOK is empty: nobody was told\n",
  });
  await using channel = await api({ "/hook": 500 });
  expect((await run(slack, { ...news, SLACK_WEBHOOK: `${channel.url}/hook` })).code).toBe(1);
});

const place = { namespace: "shop", overlay: "k8s", smoke: "smoke.yml", kubeconfig: "KUBE_CONFIG" } as const;
const { services, environments, image, deploy, announce } = pipeline(
  defineConfig({
    repository: "acme/shop",
    app: "shop",
    services: { web: { path: "web", runtime: { node: "24" } } },
    registry: { host: "ghcr.io", namespace: "acme" },
    environments: { staging: place, production: { ...place, after: "staging", gate: "approval" } },
    secrets: { KUBE_CONFIG: "the deployer's kubeconfig", HOOK: "who keeps count of deploys" },
    notifications: [{ to: "webhook", url: "HOOK", on: ["waiting-for-approval", "failed"] }],
  }),
  "$/actions",
);
const images = services.map((service) => image(service));
const staging = deploy(environments.staging, images, { after: images, next: environments.production });
const production = deploy(environments.production, images, { after: [staging] });
const all = [...images, staging, production, announce({ deployed: [staging, production], images })];
const shop = workflow("Shop", { on: { push: {} }, jobs: () => all });
const [file] = generate([{ name: "shop", workflow: shop, from: "shop.ts" }], []).files;
const text = file?.text ?? "";

test("a webhook is told everything, and only of the occasions it asked for", async () => {
  const hook = scriptIn(text, "announce", "Tell webhook");
  await using server = await api({ "/hook": {} });
  const told = (occasion: string) => run(hook, { ...news, OCCASION: occasion, HOOK: `${server.url}/hook` });
  for (const occasion of ["live", "none", "rolled-back", "failed"])
    expect(await told(occasion)).toMatchObject({ code: 0, said: "" });
  expect(server.asked.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
    ["POST", { occasion: "failed", text: 'shop: production "runs" this', run: link }],
  ]);
});

const Steps = v.array(v.looseObject({ name: v.optional(v.string()) }));
const Jobs = v.looseObject({ jobs: v.record(v.string(), v.looseObject({ steps: Steps })) });
const parsed = v.parse(Jobs, parse(text));
const own = ["deploy", "rollback"].map((name) =>
  v.parse(Jobs, parse(readFileSync(join(import.meta.dirname, `../../../.github/workflows/${name}.yml`), "utf8"))),
);
const tells = [parsed, ...own].flatMap(({ jobs }) =>
  Object.entries(jobs).flatMap(([id, { steps }]) =>
    steps.filter(({ name }) => name?.startsWith("Tell ")).map((step) => ({ id, step })),
  ),
);

test("whoever cannot be reached turns no run red, nor holds it up", () => {
  expect(tells.map(({ id }) => id).sort()).toEqual([
    "announce",
    "announce",
    "rollback-production",
    "rollback-staging",
    "staging",
    "staging",
  ]);
  for (const { step } of tells) expect(step).toMatchObject({ "continue-on-error": true, "timeout-minutes": 2 });
});

test("staging tells who waits for whom, and only when the release went live there", () => {
  const step = parsed.jobs["staging"]?.steps.find(({ name }) => name === "Tell webhook");
  expect(step).toMatchObject({
    env: {
      OCCASION: "waiting-for-approval",
      TEXT: expect.stringContaining("is live in staging and waits for the approval of production"),
    },
  });
  expect(step).not.toHaveProperty("if");
});

test.each<readonly [string, boolean, string, string, string]>([
  ["a release that went to the end", true, "1", "1", "1"],
  ["one that staging refused", true, "1", "", "1"],
  ["production alone, run again", true, "1", "2", "2"],
  ["the announcement alone, run again", false, "1", "1", "2"],
  ["a build that failed: GitHub tells its author", false, "", "", "1"],
])("of %s one is told: %s", (_, told, first, second, attempt) => {
  const condition = v.parse(
    v.string(),
    own[0]?.jobs["announce"]?.steps.find(({ name }) => name === "Tell slack")?.["if"],
  );
  const needs = { staging: { outputs: { attempt: first } }, production: { outputs: { attempt: second } } };
  const contexts = { needs, github: { run_attempt: attempt } };
  expect(evaluate(condition, { contexts, functions: stepStatus("success") })).toBe(told);
});
