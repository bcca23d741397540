import type { Rule } from "../finding.ts";

export const expressionPlace: Rule = {
  code: "expression-place",
  severity: "error",
  summary: "A context or function is used only where GitHub offers it.",
  readsProblems: true,
  *check({ problems }) {
    for (const { code, at, message, source } of problems) {
      if (code === "expression-place") yield { at, message, source };
    }
  },
};
