/** What the generated workflows of this repository promise, read from the YAML. */
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { longestChain } from "../../src/emit/graph/chain.ts";
import { graphOf } from "../../src/emit/graph/graph.ts";
import { renderWorkflow } from "../../src/emit/workflow.ts";
import { evaluate } from "../../src/simulate/expression/evaluate.ts";
import { stepStatus } from "../../src/simulate/expression/status.ts";
import deploy from "../../workflows-src/deploy.ts";

const root = join(import.meta.dirname, "../..");
const Step = v.looseObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  if: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
});
const Job = v.looseObject({
  if: v.optional(v.string()),
  needs: v.optional(v.union([v.string(), v.array(v.string())]), []),
  environment: v.optional(v.union([v.string(), v.looseObject({ name: v.string() })])),
  permissions: v.optional(v.record(v.string(), v.string()), {}),
  "timeout-minutes": v.optional(v.number()),
  concurrency: v.optional(v.unknown()),
  steps: v.array(Step),
});
const Workflow = v.looseObject({ on: v.unknown(), permissions: v.unknown(), jobs: v.record(v.string(), Job) });

const textOf = (name: string) => readFileSync(join(root, `.github/workflows/${name}.yml`), "utf8");
const read = (name: string) => v.parse(Workflow, parse(textOf(name)));
const names = readdirSync(join(root, ".github/workflows")).map((file) => file.replace(/\.yml$/, ""));
const jobs = names.flatMap((name) =>
  Object.entries(read(name).jobs).map(([id, job]) => ({ at: `${name}/${id}`, job })),
);
const environmentOf = ({ environment }: v.InferOutput<typeof Job>) =>
  typeof environment === "object" ? environment.name : environment;

test("no workflow has rights of its own, and every job ends by itself", () => {
  for (const name of names) expect(read(name).permissions, name).toEqual({});
  expect(jobs.filter(({ job }) => job["timeout-minutes"] === undefined).map(({ at }) => at)).toEqual([]);
});

test("kubeconfigs are read only where GitHub's environment holds them", () => {
  const found = jobs.flatMap(({ at, job }) =>
    [...new Set([...JSON.stringify(job).matchAll(/secrets\.(KUBE_CONFIG\w*)/g)].map(([, secret]) => secret))].map(
      (secret) => `${at} in ${environmentOf(job)}: ${secret}`,
    ),
  );
  expect(found.filter((line) => !line.startsWith("hello/"))).toEqual([
    "deploy/staging in staging: KUBE_CONFIG_STAGING",
    "deploy/production in production: KUBE_CONFIG_PROD",
    "reusable-service-deploy/deploy in ${{ inputs.github-environment || inputs.environment }}: KUBE_CONFIG",
    "reusable-service-rollback/rollback in ${{ inputs.github-environment || inputs.environment }}: KUBE_CONFIG",
    "rollback/candidates-staging in staging: KUBE_CONFIG_STAGING",
    "rollback/rollback-staging in staging: KUBE_CONFIG_STAGING",
    "rollback/candidates-production in production-read: KUBE_CONFIG_READ",
    "rollback/rollback-production in production-rollback: KUBE_CONFIG_PROD",
    "scheduled/live in production-read: KUBE_CONFIG_READ",
  ]);
});

test("whatever is given a kubeconfig says first of all when it is empty, also on the way back at night", () => {
  const reading = jobs.filter(
    ({ at, job }) => !at.startsWith("hello/") && JSON.stringify(job).includes("secrets.KUBE_"),
  );
  expect(reading).toHaveLength(9);
  for (const { at, job } of reading) expect(job.steps[0]?.name, at).toMatch(/^KUBE_CONFIG\w* is there$/);
});

test("the tests that a check of ci.yml names are there, and actionlint and zizmor are among them", () => {
  const files = globSync("test/**/*.test.ts", { cwd: root });
  const run = read("ci").jobs["linters"]?.steps.at(-1)?.["run"];
  const named = names.flatMap((name) =>
    [...textOf(name).matchAll(/npx vitest run (.+)$/gm)].flatMap(([, words = ""]) => words.split(" ")),
  );
  expect(named.filter((word) => !files.some((file) => file.startsWith(word)))).toEqual([]);
  const words = String(run).split(" ").slice(3);
  const runs = (file: string) => words.some((word) => file.startsWith(word));
  expect(files.filter((file) => /github\/(parser|linters)\.test\.ts$/.test(file)).every(runs)).toBe(true);
});

test("what a push to a feature branch touches is all that the branch changes, not what it last got", () => {
  const base = /BASE: \$\{\{ (.*) \}\}/.exec(textOf("ci"))?.[1] ?? "";
  const from = (event: object) =>
    evaluate(base, { contexts: { github: JSON.parse(JSON.stringify({ event })) }, functions: [] });
  expect(from({ before: "a", after: "b" })).toBe("main");
  expect(from({ pull_request: { base: { sha: "c" } } })).toBe("c");
  expect(from({ merge_group: { base_sha: "d" } })).toBe("d");
});

test("P8: what a fork's pull request may start reads no secret and writes nothing", () => {
  for (const name of ["ci", "reusable-service-ci"]) {
    expect(textOf(name), name).not.toContain("secrets.");
    for (const [id, job] of Object.entries(read(name).jobs))
      expect(
        Object.entries(job.permissions).filter(([, level]) => level !== "read"),
        `${name}/${id}`,
      ).toEqual([]);
  }
  expect(Object.keys(Object(read("ci").on))).toEqual(["pull_request", "push", "merge_group"]);
  expect(textOf("ci")).toContain("branches: [feature/**]");
});

test("a reusable workflow names every action of ours by $/, and no other repository's without a commit", () => {
  const uses = names.flatMap((name) => [...textOf(name).matchAll(/uses: (\S+)/g)].map(([, used]) => used));
  expect(uses.filter((used) => !/^\$\/|@[0-9a-f]{40}$/.test(used ?? ""))).toEqual([]);
});

test("a job that can sign restores no cache", () => {
  const signing = jobs.filter(({ job }) => job.permissions["id-token"] === "write");
  expect(signing.map(({ at }) => at)).toEqual([
    "deploy/image-frontend",
    "deploy/image-product-api",
    "deploy/image-order-api",
    "release/publish",
    "reusable-service-build/build",
  ]);
  for (const { at, job } of signing)
    for (const step of job.steps) {
      expect(step.uses ?? "", at).not.toMatch(/actions\/cache/);
      expect(step.with["cache"], at).toBeUndefined();
    }
});

test("every reusable workflow that asks a registry can sign in to one that is not GitHub's, and by default to GitHub's", () => {
  const accounts = ["build", "deploy", "rollback"].map((name) => {
    const { on, jobs } = read(`reusable-service-${name}`);
    expect(on, name).toMatchObject({
      workflow_call: { inputs: { username: { default: "" } }, secrets: { REGISTRY_PASSWORD: {} } },
    });
    return Object.values(jobs).flatMap(({ steps }) => steps.flatMap((step) => step.with["password"] ?? []));
  });
  const own = "${{ secrets.REGISTRY_PASSWORD }}";
  const orGitHubs = "${{ secrets.REGISTRY_PASSWORD || github.token }}";
  expect(accounts).toEqual([[own, own], [orGitHubs], [orGitHubs]]);
});

test("deploys hold no concurrency group: who waits for an approval would cancel those behind", () => {
  for (const { at, job } of jobs.filter(({ job }) => environmentOf(job) !== undefined))
    expect(job.concurrency, at).toBeUndefined();
  expect(parse(textOf("deploy"))).not.toHaveProperty("concurrency");
});

test("at most four jobs wait for one another, however many services there are", () => {
  const rendered = renderWorkflow(deploy, { usesOf: () => "", permissionsOf: () => new Map(), pins: new Map() });
  expect(longestChain(rendered, () => undefined).jobs).toHaveLength(4);
  expect(Math.max(...graphOf(rendered).nodes.map(({ depth }) => depth)) + 1).toBe(4);
});

test("deploy, smoke test and rollback are steps that one sees, and production waits for a live staging", () => {
  const { staging, production } = read("deploy").jobs;
  for (const job of [staging, production])
    expect(job?.steps.flatMap(({ id, name }) => (id === undefined ? [] : [[id, name]]))).toEqual([
      ["deploy", `Deploy to ${job === staging ? "staging" : "production"}`],
      ["smoke", "Smoke test"],
      ["rollback", "Roll back"],
    ]);
  expect(production?.if).toBe("needs.staging.outputs.status == 'live'");
  expect(production?.steps.find(({ id }) => id === "deploy")?.with).toMatchObject({
    gate: "approval",
    environment: "production",
  });
  expect(read("rollback").jobs["rollback-production"]?.steps.at(-2)?.with).toMatchObject({
    environment: "production",
    undo: "live",
  });
});

const goesBack = read("deploy").jobs["staging"]?.steps.find(({ id }) => id === "rollback")?.if ?? "";
const ended = (outcome: string, verdict = "", status = "") => ({ outcome, outputs: { verdict, status } });
const skipped = ended("skipped");

test.each<readonly [string, boolean, object, object, "success" | "failure" | "cancelled"]>([
  ["everything went well", false, ended("success", "ok", "applied"), ended("success", "ok", "live"), "success"],
  ["the release did not become ready", true, ended("failure", "findings", "failed"), skipped, "failure"],
  [
    "the smoke test found something",
    true,
    ended("success", "ok", "applied"),
    ended("failure", "findings", "failed"),
    "failure",
  ],
  ["the deploy was killed without a word", true, ended("failure"), skipped, "failure"],
  ["the smoke test was killed without a word", true, ended("success", "ok", "applied"), ended("failure"), "failure"],
  ["a newer release was there", false, ended("failure", "findings", "superseded"), skipped, "failure"],
  ["it is held", false, ended("failure", "findings", "held"), skipped, "failure"],
  ["the plan was refused", false, ended("failure", "findings", "refused"), skipped, "failure"],
  ["the cluster did not answer the deploy", false, ended("failure", "tool-error"), skipped, "failure"],
  [
    "nothing answered the smoke test",
    false,
    ended("success", "ok", "applied"),
    ended("failure", "tool-error", "applied"),
    "failure",
  ],
  ["the checkout failed", false, skipped, skipped, "failure"],
  ["the run was cancelled during the deploy", false, ended("cancelled"), skipped, "cancelled"],
])("when %s it goes back: %s", (_, back, deployed, smoke, job) => {
  const contexts = { steps: JSON.parse(JSON.stringify({ deploy: deployed, smoke })) };
  expect(evaluate(goesBack, { contexts, functions: stepStatus(job) })).toBe(back);
});

test("whatever takes a commit that a person named comes after the guard: in its own job, or in jobs that had to be good", () => {
  const { jobs } = read("deploy");
  const takes = (step: v.InferOutput<typeof Step>) => JSON.stringify(step.with).includes("inputs.commit");
  const guard = (step: v.InferOutput<typeof Step>) => step.name === "Only a commit of main";
  const needsOf = (id: string) => [jobs[id]?.needs ?? []].flat();
  /** Its own guard stands before the first step that takes the commit, or it starts only after a guarded job was good. */
  const guarded = (id: string): boolean => {
    const steps = jobs[id]?.steps ?? [];
    const [at, first] = [steps.findIndex(guard), steps.findIndex(takes)];
    if (at >= 0) return steps[at]?.if === "inputs.commit != ''" && (first < 0 || at < first);
    return !/always\(\)|failure\(\)|cancelled\(\)/.test(jobs[id]?.if ?? "") && needsOf(id).some(guarded);
  };
  const taking = Object.keys(jobs).filter((id) => jobs[id]?.steps.some(takes));
  expect(taking).toEqual([
    ...["frontend", "product-api", "order-api"].map((name) => `verify-${name}`),
    ...["frontend", "product-api", "order-api"].map((name) => `image-${name}`),
    ...["staging", "production", "announce"],
  ]);
  expect(taking.filter((id) => !guarded(id))).toEqual(["announce"]);
  // it always runs; what of it takes the commit waits for production, which is guarded
  const told = jobs["announce"]?.steps.filter(takes).map((step) => step.if) ?? [];
  expect(new Set(told)).toEqual(new Set(["needs.production.outputs.status == 'live'"]));
});
