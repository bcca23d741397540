import { waysIn } from "../facts/untrusted.ts";
import type { Report, Rule } from "../finding.ts";

export const matrixOutput: Rule = {
  code: "matrix-output",
  severity: "warning",
  summary: "Outputs of a job with a matrix are not read as if there were one of them: whichever leg ends last wins.",
  *check({ workflow, places }): Iterable<Report> {
    const many = new Set(
      workflow.jobs
        .filter((job) => job.strategy?.matrix !== undefined || job.strategy?.expression !== undefined)
        .map((job) => job.id.value.toLowerCase()),
    );
    if (many.size === 0) return;
    for (const place of places) {
      for (const { syntax, at } of place.expressions) {
        for (const [context, job = "", property, name] of syntax === undefined ? [] : waysIn(syntax)) {
          if ((context !== "needs" && context !== "jobs") || property !== "outputs" || !many.has(job)) continue;
          const which = name === undefined ? "its outputs are" : `"${name}" is`;
          yield {
            at,
            message: `"${job}" runs once for each value of its matrix, and ${which} what the leg that ends last says; collect them in artifacts`,
          };
        }
      }
    }
  },
};
