import type { Rule } from "../finding.ts";

export const expressionSyntax: Rule = {
  code: "expression-syntax",
  severity: "error",
  summary: "Every expression is one that GitHub's own parser accepts.",
  readsProblems: true,
  *check({ problems }) {
    for (const { code, at, message, source } of problems) {
      if (code === "expression-syntax") yield { at, message, source };
    }
  },
};
