import type { Rule } from "../finding.ts";

export const secretsInherit: Rule = {
  code: "secrets-inherit",
  severity: "warning",
  summary: "A called workflow gets the secrets it needs by name, not all there are.",
  *check({ workflow }) {
    for (const job of workflow.jobs) {
      if (job.kind === "call" && job.secrets === "inherit") {
        yield {
          at: job.secretsAt ?? job.id.at,
          message: `"${job.uses.value}" gets every secret of the repository and its organisation; pass the ones it needs by name`,
        };
      }
    }
  },
};
