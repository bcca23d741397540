import type { Rule } from "../finding.ts";
import { runnerJobs } from "../walk.ts";

export const missingTimeout: Rule = {
  code: "missing-timeout",
  severity: "info",
  summary: "A job says how long it may take: without a limit one that hangs holds its runner for six hours.",
  *check({ workflow }) {
    for (const job of runnerJobs(workflow)) {
      if (job.timeoutMinutes !== undefined) continue;
      const steps = job.steps ?? [];
      const everyStep =
        steps.length > 0 &&
        steps.every((step) => (step.kind === "run" || step.kind === "uses") && step.timeoutMinutes !== undefined);
      if (!everyStep)
        yield {
          at: job.id.at,
          message: `"${job.id.value}" may run for six hours when it hangs; write timeout-minutes`,
        };
    }
  },
};
