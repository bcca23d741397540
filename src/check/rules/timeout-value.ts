import type { Report, Rule } from "../finding.ts";
import type { Value } from "../subject.ts";
import { runnerJobs, stepsOf } from "../walk.ts";

/** Of one step; a job may take longer only on a runner of one's own (docs.github.com, "Workflow syntax"). */
const longestStep = 360;

export const timeoutValue: Rule = {
  code: "timeout-value",
  severity: "error",
  summary: "A time limit is a number of minutes above zero that GitHub can keep.",
  *check({ workflow }): Iterable<Report> {
    for (const job of runnerJobs(workflow)) {
      yield* positive(job.timeoutMinutes);
      yield* positive(job.cancelTimeoutMinutes);
    }
    for (const { step } of stepsOf(workflow)) {
      yield* positive(step.timeoutMinutes);
      const { timeoutMinutes: limit } = step;
      if (limit?.kind === "literal" && limit.value > longestStep) {
        yield {
          at: limit.at,
          severity: "warning",
          message: `a step ends after ${longestStep} minutes, whatever is written here`,
        };
      }
    }
  },
};

function* positive(limit: Value<number> | undefined): Iterable<Report> {
  if (limit?.kind === "literal" && limit.value <= 0) {
    yield { at: limit.at, message: `a limit of ${limit.value} minutes ends the work before it begins` };
  }
}
