import { type RunnerJob, type RunStep, type Step, type UsesStep, type Workflow, workSteps } from "./subject.ts";

export interface Within<S> {
  readonly job: RunnerJob;
  readonly step: S;
  /** Where its turn comes among the job's steps; steps inside `parallel` share that block's. */
  readonly index: number;
}

export function runnerJobs(workflow: Workflow): readonly RunnerJob[] {
  return workflow.jobs.filter((job) => job.kind === "job");
}

export function stepsOf(workflow: Workflow): readonly Within<RunStep | UsesStep>[] {
  return runnerJobs(workflow).flatMap((job) =>
    (job.steps ?? []).flatMap((step: Step, index) => workSteps([step]).map((work) => ({ job, step: work, index }))),
  );
}

export function usesOf(workflow: Workflow): readonly Within<UsesStep>[] {
  return stepsOf(workflow).flatMap(({ job, step, index }) => (step.kind === "uses" ? [{ job, step, index }] : []));
}

export function runsOf(workflow: Workflow): readonly Within<RunStep>[] {
  return stepsOf(workflow).flatMap(({ job, step, index }) => (step.kind === "run" ? [{ job, step, index }] : []));
}

/** The events that start the workflow. */
export function eventsOf(workflow: Workflow): ReadonlySet<string> {
  return new Set(workflow.on.map(({ event }) => event.value));
}

/** `actions/checkout@v7` → `actions/checkout`, in lower case. */
export function actionName(uses: string): string {
  return (uses.split("@")[0] ?? "").toLowerCase();
}

export function inputOf(step: UsesStep, name: string) {
  return step.with?.entries.find((entry) => entry.name.value.toLowerCase() === name)?.value;
}
