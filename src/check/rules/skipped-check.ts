import { waysIn } from "../facts/untrusted.ts";
import type { Report, Rule } from "../finding.ts";

export const skippedCheck: Rule = {
  code: "skipped-check",
  severity: "warning",
  summary:
    "A job that decides over others runs when they fail: skipped counts as passed, and a filtered workflow never reports.",
  *check({ workflow, places }): Iterable<Report> {
    for (const { event, filters } of workflow.on) {
      const filter = filters.find(({ name }) => name.value.startsWith("paths"));
      if (filter !== undefined && (event.value === "pull_request" || event.value === "pull_request_target")) {
        const message =
          "when no path matches, nothing of this workflow runs, and a check that a rule requires stays pending forever; decide inside with a job's if";
        yield { at: filter.name.at, message, severity: "info" };
      }
    }
    for (const job of workflow.jobs) {
      if (job.needs.length === 0 || /\b(always|failure|cancelled)\s*\(/i.test(job.if?.text.text ?? "")) continue;
      const looking = places.find(
        (place) =>
          place.job === job &&
          place.expressions.some(({ syntax }) => syntax !== undefined && waysIn(syntax).some(isResult)),
      );
      if (looking === undefined) continue;
      const message = `"${job.id.value}" looks at the results of the jobs it needs, but is skipped as soon as one fails, and skipped counts as passed; write if: always()`;
      yield { at: looking.text.at, message };
    }
  },
};

function isResult(way: readonly string[]): boolean {
  return way[0] === "needs" && way.at(-1) === "result";
}
