import type { Rule } from "../finding.ts";

export const reusableCall: Rule = {
  code: "reusable-call",
  severity: "error",
  summary: "A called workflow gets the inputs, secrets and permissions it asks for.",
  readsProblems: true,
  *check({ problems }) {
    for (const { code, at, message, source } of problems) {
      if (code === "call") yield { at, message, source };
    }
  },
};
