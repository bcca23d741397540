import { type Add, addEnv, addRunnerJob, addStrategy, addValue } from "./places-of-job.ts";
import { contextsAt, type Scopes } from "./scope.ts";
import type { Condition, Expression, Job, RunnerJob, RunStep, Step, Text, UsesStep, Workflow } from "./subject.ts";
import type { Contexts } from "./types/infer.ts";

/** What the value must be where it stands. */
export type Expects = "text" | "condition" | "boolean" | "number" | "object" | "labels" | "list" | "data";

/** One value of the workflow that may hold expressions. */
export interface Place {
  readonly text: Text;
  readonly expressions: readonly Expression[];
  readonly expects: Expects;
  readonly contexts: () => Contexts;
  readonly job?: Job;
  readonly step?: RunStep | UsesStep;
  /** The value is a program: what is put into it is run. */
  readonly program?: "shell" | "github-script";
}

export function placesOf(workflow: Workflow, scopes: Scopes): readonly Place[] {
  const places: Place[] = [];
  const adder =
    (contexts: () => Contexts, common: Partial<Place> = {}): Add =>
    (text, expects, more = {}) => {
      const expressions = text?.parts.filter((part) => typeof part === "object") ?? [];
      if (text !== undefined && expressions.length > 0)
        places.push({ text, expressions, expects, contexts, ...common, ...more });
    };
  const addCondition = (condition: Condition | undefined, contexts: () => Contexts, common: Partial<Place>) => {
    if (condition?.expression === undefined) return;
    places.push({
      text: condition.text,
      expressions: [condition.expression],
      expects: "condition",
      contexts,
      ...common,
    });
  };
  const add = adder(scopes.workflow);
  add(workflow.runName, "text");
  addEnv(add, workflow.env);
  add(workflow.concurrency?.group, "text");
  addValue(add, workflow.concurrency?.cancelInProgress, "boolean");
  for (const { call } of workflow.on) {
    for (const { type, default: fallback } of call?.inputs ?? [])
      add(fallback?.written, type?.value === "boolean" || type?.value === "number" ? type.value : "text");
    for (const output of call?.outputs ?? []) adder(scopes.outputs)(output.value, "text");
  }
  for (const job of workflow.jobs) {
    const atJob = contextsAt(scopes, job, 0);
    const addJob = adder(atJob, { job });
    addCondition(job.if, atJob, { job });
    addJob(job.name, "text");
    addJob(job.concurrency?.group, "text");
    addValue(addJob, job.concurrency?.cancelInProgress, "boolean");
    addStrategy(addJob, job);
    if (job.kind === "call") {
      addEnv(addJob, job.with);
      if (job.secrets !== "inherit") addEnv(addJob, job.secrets);
      continue;
    }
    addRunnerJob(addJob, adder(contextsAt(scopes, job, job.steps?.length ?? 0), { job }), job);
    addCondition(job.snapshot?.if, atJob, { job });
    for (const [index, step] of (job.steps ?? []).entries())
      addStep(step, contextsAt(scopes, job, index), job, adder, addCondition);
  }
  return places;
}

function addStep(
  step: Step,
  contexts: () => Contexts,
  job: RunnerJob,
  adder: (contexts: () => Contexts, common: Partial<Place>) => Add,
  addCondition: (condition: Condition | undefined, contexts: () => Contexts, common: Partial<Place>) => void,
): void {
  if (step.kind === "parallel") {
    for (const inner of step.steps) addStep(inner, contexts, job, adder, addCondition);
    return;
  }
  const work = step.kind === "run" || step.kind === "uses" ? step : undefined;
  const common = { job, ...(work === undefined ? {} : { step: work }) };
  const add = adder(contexts, common);
  add(step.name, "text");
  addValue(add, step.continueOnError, "boolean");
  if (work === undefined) return;
  addCondition(work.if, contexts, common);
  addEnv(add, work.env);
  addValue(add, work.timeoutMinutes, "number");
  if (work.kind === "run") {
    add(work.run, "text", { program: "shell" });
    add(work.workingDirectory, "text");
    return;
  }
  const isScript = /^actions\/github-script(@|$)/i.test(work.uses.value);
  for (const { name, value } of work.with?.entries ?? []) {
    add(value, "text", isScript && name.value.toLowerCase() === "script" ? { program: "github-script" } : {});
  }
  add(work.with?.expression, "object");
}
