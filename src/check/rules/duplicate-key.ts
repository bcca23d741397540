import type { Rule } from "../finding.ts";

export const duplicateKey: Rule = {
  code: "duplicate-key",
  severity: "error",
  summary: "A key stands once in a mapping; case makes no difference to GitHub.",
  readsProblems: true,
  *check({ problems }) {
    for (const { code, at, message, source } of problems) {
      if (code === "duplicate-key") yield { at, message, source };
    }
  },
};
