import type { Rule } from "../finding.ts";
import { literalOf } from "../subject.ts";
import { runnerJobs } from "../walk.ts";

export const approvalInConcurrency: Rule = {
  code: "approval-in-concurrency",
  severity: "warning",
  summary:
    "A job that may wait for an approval holds no concurrency group: the runs behind it would be cancelled silently.",
  *check({ workflow }) {
    for (const job of runnerJobs(workflow)) {
      const name = job.environment?.name;
      if (name === undefined || literalOf(name) === "") continue;
      const group = job.concurrency ?? workflow.concurrency;
      // `queue: max` keeps the waiting runs instead of replacing them
      if (group === undefined || group.queue?.value === "max") continue;
      const where = job.concurrency === undefined ? "the workflow's concurrency group" : "a concurrency group";
      yield {
        at: group.key ?? group.at,
        message: `"${job.id.value}" may wait for a reviewer of "${name.text}" while it holds ${where}, and each newer run then cancels the one before it; write queue: max, or leave the group out`,
      };
    }
  },
};
