import { emptyNodes } from "../empty.ts";
import type { Report, Rule } from "../finding.ts";

export const emptyValue: Rule = {
  code: "empty-value",
  severity: "error",
  summary: "A key that is there has a value: an empty one is a slip, or should go.",
  *check({ workflow, problems }): Iterable<Report> {
    const said = new Set(problems.flatMap((problem) => [problem.at.start, problem.at.end]));
    for (const { at, name, key } of emptyNodes(workflow.root)) {
      if (!said.has(at.start) && !said.has(key.start))
        yield { at, message: `"${name}" is empty; give it a value or take it away` };
    }
  },
};
