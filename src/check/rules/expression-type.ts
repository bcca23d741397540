import type { Rule } from "../finding.ts";

export const expressionType: Rule = {
  code: "expression-type",
  severity: "error",
  summary: "Values are compared with, passed to and put where only values of their kind make sense.",
  *check({ issues }) {
    for (const { kind, at, message } of issues) {
      if (kind === "type") yield { at, message };
    }
  },
};
