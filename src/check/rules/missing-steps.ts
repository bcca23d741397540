import type { Rule } from "../finding.ts";
import { runnerJobs } from "../walk.ts";

export const missingSteps: Rule = {
  code: "missing-steps",
  severity: "error",
  summary: "A job has steps, or calls a workflow: GitHub starts a runner for it either way.",
  *check({ workflow }) {
    for (const job of runnerJobs(workflow)) {
      if (job.steps === undefined) yield { at: job.id.at, message: `the job "${job.id.value}" has no steps` };
    }
  },
};
