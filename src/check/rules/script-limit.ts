import type { Rule } from "../finding.ts";
import { runsOf } from "../walk.ts";

/** GitHub takes no longer text in `run` (docs.github.com, "Workflow syntax"). */
const longest = 21_000;

export const scriptLimit: Rule = {
  code: "script-limit",
  severity: "error",
  summary: "A script fits into what GitHub takes for one step.",
  *check({ workflow }) {
    for (const { step } of runsOf(workflow)) {
      const { length } = step.run.text;
      if (length > longest)
        yield {
          at: step.run.at,
          message: `the script has ${length} characters; GitHub takes ${longest}. Put it in a file of the repository`,
        };
    }
  },
};
