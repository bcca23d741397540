/** Whole workflows shown in the pages: nothing is found in them, and what they give is what actions and workflows take. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project } from "../../src/check/project.ts";
import { checkWorkflow } from "../../src/check/run.ts";
import {
  type LoadWorkflow,
  readWorkflow,
  resolveCalls,
  source,
  type Workflow,
  workSteps,
} from "../../src/read/index.ts";
import type { ActionSpec } from "../../src/spec/index.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** ```yaml NAME: a workflow that could be put into .github/workflows as it is, but for the commit. */
const shown = ["docs/use-an-action.md", "docs/use-a-workflow.md"].flatMap((page) =>
  [...read(page).matchAll(/^```yaml (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = "", text = ""]) => ({
    name: `${page} ${name}`,
    text: text.replaceAll("<commit>", "1".repeat(40)),
  })),
);

const workflowOf = (text: string): Workflow => {
  const { workflow, problems } = readWorkflow(source("shown.yml", text));
  expect(problems).toEqual([]);
  if (workflow === undefined) throw new Error("it is no workflow");
  return workflow;
};

const isOurs = (uses: string) => uses.startsWith("tidegate/tidegate/");
const pathOf = (uses: string) => uses.replace("tidegate/tidegate/", "").replace(/@.*/, "");

/** What a step gives to one of our actions: names that it does not have, and those it cannot do without. */
async function wrongInputs(uses: string, given: readonly string[]): Promise<readonly string[]> {
  const { spec }: { spec: ActionSpec } = await import(join(root, pathOf(uses), "spec.ts"));
  const required = Object.entries(spec.inputs).flatMap(([name, input]) =>
    "required" in input && input.required ? [name] : [],
  );
  return [
    ...given.filter((name) => !Object.hasOwn(spec.inputs, name)).map((name) => `${uses} has no input ${name}`),
    ...required.filter((name) => !given.includes(name)).map((name) => `${uses} needs ${name}`),
  ];
}

/** GitHub's own judgement of a call: inputs, secrets, and whether it grants what the called jobs ask for. */
function wrongCalls(workflow: Workflow): readonly string[] {
  const load: LoadWorkflow = (uses) => (isOurs(uses) ? source(pathOf(uses), read(pathOf(uses))) : undefined);
  return resolveCalls(workflow, { load }).problems.map(({ message }) => message);
}

test("the pages show whole workflows", () => {
  expect(shown.map(({ name }) => name)).toEqual([
    "docs/use-an-action.md audit",
    "docs/use-an-action.md deliver",
    "docs/use-a-workflow.md deliver",
    "docs/use-a-workflow.md roll-back",
  ]);
});

test.each(shown)("$name: nothing is found in it", ({ text }) => {
  const around = project(() => undefined);
  expect(
    checkWorkflow("shown.yml", text, { project: around }).map(({ code, message }) => `${code}: ${message}`),
  ).toEqual([]);
});

test("who writes the steps by hand goes back when our own pipeline does, and not when a tool broke", () => {
  const conditions = (text: string) =>
    workflowOf(text).jobs.flatMap((job) =>
      job.kind === "job"
        ? workSteps(job.steps ?? []).flatMap(({ if: condition }) =>
            condition?.text.text.includes("failure()") ? condition.text.text.replace(/\s+/g, " ").trim() : [],
          )
        : [],
    );
  const [shownOne] = shown
    .filter(({ name }) => name === "docs/use-an-action.md deliver")
    .flatMap(({ text }) => conditions(text));
  expect(shownOne).toBe(conditions(read(".github/workflows/deploy.yml"))[0]);
});

test.each(shown)("$name: it gives what is taken", async ({ text }) => {
  const workflow = workflowOf(text);
  const steps = workflow.jobs.flatMap((job) => (job.kind === "job" ? workSteps(job.steps ?? []) : []));
  const uses = steps.flatMap((step) => (step.kind === "uses" && isOurs(step.uses.value) ? [step] : []));
  const given = (step: (typeof uses)[number]) => (step.with?.entries ?? []).map(({ name }) => name.value);
  const wrong = await Promise.all(uses.map((step) => wrongInputs(step.uses.value, given(step))));
  expect([...wrong.flat(), ...wrongCalls(workflow)]).toEqual([]);
  expect(uses.length + workflow.jobs.filter(({ kind }) => kind === "call").length).toBeGreaterThan(0);
});
