import type { Grant } from "../../../read/index.ts";
import type { Plan } from "../../../simulate/plan/plan.ts";

/** What the jobs of a workflow, and of those it calls, may do with GitHub's API. */
export const grantsOf = (plan: Plan): readonly (Grant | undefined)[] =>
  plan.jobs.flatMap((job) => [job.grant, ...(job.kind === "call" ? grantsOf(job.called) : [])]);
