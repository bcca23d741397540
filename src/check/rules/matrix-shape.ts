import type { Rule } from "../finding.ts";

export const matrixShape: Rule = {
  code: "matrix-shape",
  severity: "error",
  summary: "Every vector of a matrix has values.",
  readsProblems: true,
  *check({ problems }) {
    for (const { code, at, message, source } of problems) {
      if (code === "matrix") yield { at, message, source };
    }
  },
};
