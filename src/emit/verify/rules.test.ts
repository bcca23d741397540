import { expect, test } from "vitest";
import { pinned } from "../../bindings/pinned.ts";
import { Expr } from "../../expr/expression.ts";
import { literal, path } from "../../expr/node.ts";
import type { StepContexts } from "../../workflow/block.ts";
import { call } from "../../workflow/call.ts";
import { job } from "../../workflow/job.ts";
import type { JobDefinition, Returns } from "../../workflow/job-definition.ts";
import type { NoMatrix } from "../../workflow/matrix.ts";
import { sh } from "../../workflow/script.ts";
import { workflow } from "../../workflow/workflow.ts";
import type { AnyWorkflow } from "../../workflow/workflow-model.ts";
import { generate } from "../generate.ts";

const { uses } = pinned({});
const problems = (made: AnyWorkflow) =>
  generate([{ workflow: made, name: "w", from: "workflows-src/w.ts" }]).problems.map((p) => `${p.code}: ${p.message}`);
type Own = Partial<JobDefinition<NoMatrix, Returns>>;
const jobOf = (own: Own, id = "a") =>
  job(id, { runsOn: "ubuntu-24.04", steps: ({ step }) => void step(sh`true`), ...own });
const withJob = (own: Own) => problems(workflow("W", { on: { push: {} }, jobs: () => [jobOf(own)] }));
const withSteps = (steps: (contexts: StepContexts<NoMatrix>) => void) => withJob({ steps });
const text = `echo ${"x".repeat(21_000)}`;
const long: TemplateStringsArray = Object.assign([text], { raw: [text] });
const output = (step: string) => new Expr<string, "steps">(path("steps", step, "outputs", "x"));

test.each<[string, readonly string[], string]>([
  ["a job without steps", withSteps(() => {}), "empty: job a has no steps"],
  [
    "a workflow without jobs",
    problems(workflow("W", { on: { push: {} }, jobs: () => [] })),
    "empty: workflow 'W' returns no jobs",
  ],
  [
    "an id that is none",
    problems(workflow("W", { on: { push: {} }, jobs: () => [jobOf({}, "1 a")] })),
    "id: '1 a' is no id for a job",
  ],
  [
    "ids that differ in case alone",
    problems(workflow("W", { on: { push: {} }, jobs: () => [jobOf({}, "a"), jobOf({}, "A")] })),
    "duplicate: two jobs are called A",
  ],
  [
    "two steps of one id",
    withSteps(({ step }) => {
      step(sh`a`, { id: "x" });
      step(sh`b`, { id: "x" });
    }),
    "duplicate: two steps of one job are called x",
  ],
  [
    "a step that has not run yet",
    withSteps(({ step }) => {
      step(sh`echo ${output("later")}`);
      step(sh`b`, { id: "later" });
    }),
    "step-order: job a, step 1, env.LATER_X: step later has not run yet",
  ],
  [
    "a background step that nobody waited for",
    withSteps(({ step }) => {
      const s = step(sh`a`, { id: "s", background: true, outputs: ["x"] });
      step(sh`echo ${s.outputs.x}`);
    }),
    "step-order: job a, step 2, env.S_X: step s runs in the background: wait for it before its outputs is read",
  ],
  [
    "a wait for what is no background step",
    withSteps(({ step, wait }) => wait(step(sh`a`, { id: "s" }))),
    "background: wait names s, which is no background step above it",
  ],
  [
    "background inside parallel",
    withSteps(({ parallel }) => void parallel(({ step }) => step(sh`a`, { background: true }))),
    "background: inside parallel there are only plain steps",
  ],
  [
    "an action that nobody knows",
    withSteps(({ step }) => void step(uses("$/actions/x"))),
    "permission: nobody has said what x needs of the token",
  ],
  [
    "./ in a workflow that others call",
    problems(
      workflow("W", {
        on: { workflow_call: {} },
        jobs: () => [jobOf({ steps: ({ step }) => void step(uses("./x"), { permissions: {} }) })],
      }),
    ),
    "local-uses: ./x in a workflow that others call runs the caller's code: write $/x",
  ],
  [
    "more rights than the job may have",
    withJob({
      permissionsAtMost: { contents: ["read", "reads"] },
      steps: ({ step }) => void step(sh`a`, { permissions: { contents: ["write", "pushes"] } }),
    }),
    "permission: job a needs contents: write (pushes); permissionsAtMost of job a allows contents: read",
  ],
  [
    "a concurrency group without a name",
    withJob({ concurrency: { group: "" } }),
    "limit: the concurrency group of job a has 0 characters",
  ],
  [
    "a queue that is cancelled",
    withJob({ concurrency: { group: "x", queue: "max", cancelInProgress: true } }),
    "limit: job a: queue: max keeps every run, cancelInProgress cancels one",
  ],
  ["a job without time", withJob({ timeoutMinutes: 0 }), "limit: a limit of 0 minutes ends the work before it begins"],
  [
    "a step that may take longer than GitHub lets it",
    withSteps(({ step }) => void step(sh`make`, { timeoutMinutes: 361 })),
    "limit: a limit of 361 minutes: a step ends after 360",
  ],
  [
    "a queue that may be cancelled",
    withJob({
      concurrency: { group: "x", queue: "max", cancelInProgress: new Expr<boolean, "github">(path("github", "x")) },
    }),
    "limit: job a: queue: max keeps every run, cancelInProgress may come out true",
  ],
  [
    "a script beyond GitHub's limit",
    withSteps(({ step }) => void step(sh(long))),
    "limit: a script of 21005 characters",
  ],
  ["a typed key under untyped", withJob({ untyped: { needs: "x" } }), "untyped: needs of a job has a typed place"],
  [
    "a cron line computed wrong",
    problems(
      workflow("W", { on: { schedule: [{ cron: ["0", "99", "*", "*", "*"].join(" ") }] }, jobs: () => [jobOf({})] }),
    ),
    "schedule: cron '0 99 * * *': the hour (0-23) cannot be '99'",
  ],
  [
    "a filter and its opposite",
    problems(workflow("W", { on: { push: { branches: ["a"], branchesIgnore: ["b"] } }, jobs: () => [jobOf({})] })),
    "trigger: push has both branches and branchesIgnore",
  ],
  [
    "an output that a job does not give",
    problems(
      workflow("W", {
        on: { push: {} },
        jobs: () => [jobOf({}, "b"), jobOf({ env: { X: "${{ needs.b.outputs.gone }}" } })],
      }),
    ),
    "output: job a, env.X: job b has no output gone; it gives none",
  ],
])("%s", (_, found, expected) => {
  expect(found).toEqual([expect.stringContaining(expected)]);
});

const numbers = (size: number) => Array.from({ length: size }, (_, i) => i);
const matrixOf = (matrix: { readonly [axis: string]: Expr<readonly number[], never> | readonly number[] }) =>
  problems(
    workflow("W", {
      on: { push: {} },
      jobs: () => [
        job("a", {
          runsOn: "ubuntu-24.04",
          matrix,
          steps: ({ step }) => void step(sh`true`),
        }),
      ],
    }),
  );

test("a matrix has one job at least and 256 at most", () => {
  const tooMany = [expect.stringContaining("limit: job a: its matrix makes 257 jobs")];
  expect(matrixOf({ n: [] })).toEqual(["matrix: job a: axis n is empty"]);
  expect(matrixOf({ n: numbers(256) })).toEqual([]);
  expect(matrixOf({ n: numbers(257) })).toEqual(tooMany);
  const written = new Expr<readonly number[], never>({
    kind: "call",
    name: "fromJSON",
    args: [literal(JSON.stringify(numbers(257)))],
  });
  expect(matrixOf({ n: written })).toEqual(tooMany);
});

test("workflows call each other ten deep and no deeper", () => {
  const levels = [workflow("0", { on: { workflow_call: {} }, jobs: () => [jobOf({})] })];
  for (let i = 1; i < 11; i++) {
    const below = levels[i - 1];
    if (below) levels.push(workflow(String(i), { on: { workflow_call: {} }, jobs: () => [call("next", below, {})] }));
  }
  const found = generate(levels.map((made, i) => ({ workflow: made, name: `w${i}`, from: "x.ts" }))).problems;
  expect(found.map((p) => p.message)).toEqual(["'10' calls 11 workflows deep; GitHub goes 10"]);
});
