import type { Job, Project, Step, Workflow } from "./subject.ts";
import { jobContexts, jobsType, stepsType, workflowContexts } from "./types/contexts.ts";
import type { Contexts } from "./types/infer.ts";

/** The types of all contexts, worked out where and when they are first asked for. */
export interface Scopes {
  readonly workflow: () => Contexts;
  readonly outputs: () => Contexts;
  readonly job: (job: Job) => Contexts;
  readonly project: Project;
}

export function scopesOf(workflow: Workflow, project: Project): Scopes {
  const jobs = new Map<Job, Contexts>();
  const ofWorkflow = once(() => workflowContexts(workflow));
  return {
    workflow: ofWorkflow,
    outputs: once(() => ({ ...ofWorkflow(), jobs: jobsType(workflow, project) })),
    job: (job) => {
      const known = jobs.get(job) ?? jobContexts(job, workflow, project);
      jobs.set(job, known);
      return known;
    },
    project,
  };
}

/** Below the first `count` steps of a job. */
export function contextsAt(scopes: Scopes, job: Job, count: number): () => Contexts {
  return once(() => {
    const base = scopes.job(job);
    const above = job.kind === "job" ? (job.steps ?? []).slice(0, count).flatMap(withInner) : [];
    return { ...base, steps: stepsType(above, scopes.project) };
  });
}

/** The steps of a `parallel` block may be read after it. */
function withInner(step: Step): readonly Step[] {
  return step.kind === "parallel" ? step.steps.flatMap(withInner) : [step];
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
