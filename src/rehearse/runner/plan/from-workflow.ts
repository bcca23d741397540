import {
  type Data,
  type Env,
  isWork,
  type Job,
  literalOf,
  type Matrix,
  type RunDefaults,
  type RunnerJob,
  type Step,
  type Strategy,
  stepIds,
  type Text,
  type Value,
  type Workflow,
} from "../../../read/index.ts";
import type { Defaults, Plan, PlannedJob, PlannedStep, RawMap, RawTree } from "./plan.ts";

/** What a workflow asks for that is not run here; named before anything starts. */
export interface Refusal {
  readonly job: string;
  readonly what: string;
}

const rawValue = <T>(value: Value<T> | undefined): T | string | undefined =>
  value === undefined ? undefined : value.kind === "literal" ? value.value : value.text.text;

export const rawMap = (env: Env | undefined): RawMap =>
  Object.fromEntries((env?.entries ?? []).map(({ name, value }) => [name.value, value.text]));

const rawDefaults = (defaults: RunDefaults | undefined): Defaults => ({
  ...(defaults?.shell ? { shell: defaults.shell.text } : {}),
  ...(defaults?.workingDirectory ? { workingDirectory: defaults.workingDirectory.text } : {}),
});

function rawData(data: Data): RawTree {
  switch (data.kind) {
    case "scalar":
      return literalOf(data.text) === undefined ? data.text.text : data.value;
    case "sequence":
      return data.items.map(rawData);
    case "mapping":
      return Object.fromEntries(data.entries.map(({ key, value }) => [key.value, rawData(value)]));
  }
}

const rawList = (values: readonly Data[] | Text): RawTree => ("text" in values ? values.text : values.map(rawData));

function rawMatrix(matrix: Matrix): RawTree {
  if (matrix.expression) return matrix.expression.text;
  return {
    ...Object.fromEntries(matrix.vectors.map(({ name, values }) => [name.value, rawList(values)])),
    ...(matrix.include ? { include: rawList(matrix.include) } : {}),
    ...(matrix.exclude ? { exclude: rawList(matrix.exclude) } : {}),
  };
}

function planStrategy(strategy: Strategy | undefined): PlannedJob["strategy"] {
  if (!strategy?.matrix) return undefined;
  return {
    matrix: rawMatrix(strategy.matrix),
    failFast: rawValue(strategy.failFast),
    maxParallel: rawValue(strategy.maxParallel),
  };
}

/** The steps that are scripts and actions, in order; what else there is goes to the refusals. */
export function planSteps(steps: readonly Step[]): readonly PlannedStep[] {
  const ids = stepIds(steps);
  return steps.flatMap((step, at): PlannedStep[] => {
    if (!isWork(step)) return [];
    const base = {
      id: ids[at] ?? String(at),
      name: step.name?.text,
      if: step.if?.text.text,
      env: rawMap(step.env),
      continueOnError: rawValue(step.continueOnError),
      timeoutMinutes: rawValue(step.timeoutMinutes),
    };
    if (step.kind === "uses") return [{ ...base, kind: "uses", uses: step.uses.value, with: rawMap(step.with) }];
    return [
      {
        ...base,
        kind: "run",
        run: step.run.text,
        shell: step.shell?.text,
        workingDirectory: step.workingDirectory?.text,
      },
    ];
  });
}

function planJob(job: RunnerJob): PlannedJob {
  return {
    id: job.id.value,
    name: job.name?.text,
    needs: job.needs.map((need) => need.value),
    if: job.if?.text.text,
    env: rawMap(job.env),
    defaults: rawDefaults(job.defaults),
    outputs: rawMap(job.outputs),
    environment: job.environment?.name
      ? { name: job.environment.name.text, url: job.environment.url?.text }
      : undefined,
    strategy: planStrategy(job.strategy),
    continueOnError: rawValue(job.continueOnError),
    timeoutMinutes: rawValue(job.timeoutMinutes),
    runsOn: job.runsOn?.labels.map((label) => label.text) ?? [],
    steps: planSteps(job.steps ?? []),
  };
}

function refusalsOf(job: Job): string[] {
  if (job.kind === "call") return [`calls the workflow ${job.uses.value}`];
  const steps = job.steps ?? [];
  return [
    ...(job.container ? ["runs in a container"] : []),
    ...(job.services ? ["has service containers"] : []),
    ...(job.snapshot ? ["makes a runner image (snapshot)"] : []),
    ...steps.filter((step) => !isWork(step)).map((step) => `has a "${step.kind}" step`),
    ...steps.flatMap((step) => (isWork(step) && step.background?.value === true ? ["has a background step"] : [])),
    ...steps.flatMap((step) =>
      step.kind === "uses" && step.uses.value.startsWith("docker://") ? [`uses ${step.uses.value}`] : [],
    ),
  ];
}

/** A workflow that was read, in the form that is run, with everything in it that is not run here. */
export function planWorkflow(workflow: Workflow): { readonly plan: Plan; readonly refusals: readonly Refusal[] } {
  const path = workflow.source.file;
  return {
    plan: {
      name: workflow.name?.value ?? path,
      path,
      env: rawMap(workflow.env),
      defaults: rawDefaults(workflow.defaults),
      jobs: workflow.jobs.flatMap((job) => (job.kind === "job" ? [planJob(job)] : [])),
    },
    refusals: workflow.jobs.flatMap((job) => refusalsOf(job).map((what) => ({ job: job.id.value, what }))),
  };
}
