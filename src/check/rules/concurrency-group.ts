import type { Report, Rule } from "../finding.ts";
import { eventsOf } from "../walk.ts";

export const concurrencyGroup: Rule = {
  code: "concurrency-group",
  severity: "error",
  summary: "A concurrency group does what it says: no queue that is cancelled, no group its own caller holds.",
  *check({ workflow }): Iterable<Report> {
    for (const group of [workflow.concurrency, ...workflow.jobs.map((job) => job.concurrency)]) {
      if (group === undefined) continue;
      const { queue, cancelInProgress, group: name } = group;
      if (queue?.value === "max" && cancelInProgress?.kind === "literal" && cancelInProgress.value)
        yield {
          at: queue.at,
          message: "queue: max lets runs wait, and cancel-in-progress: true cancels them; GitHub refuses both together",
        };
      if (queue?.value === "max" && cancelInProgress !== undefined && cancelInProgress.kind !== "literal")
        yield {
          at: cancelInProgress.at,
          severity: "warning",
          message: "queue: max goes only with a cancel-in-progress that is false, and this one may come out true",
        };
      if (name !== undefined && name.text.length > 400)
        yield { at: name.at, message: `the group has ${name.text.length} characters; GitHub takes 400` };
      if (eventsOf(workflow).has("workflow_call") && name !== undefined && /github\.workflow\b(?!_)/.test(name.text)) {
        const message =
          "github.workflow is the caller's name when this is called, so a caller with the same group and this workflow cancel each other; add a name of its own";
        yield { at: name.at, message, severity: "warning" };
      }
    }
  },
};
