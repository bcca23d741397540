import type { Rule } from "../finding.ts";

export const stepFlow: Rule = {
  code: "step-flow",
  severity: "error",
  summary: "Waiting, cancelling and running in parallel refer to steps that are there.",
  readsProblems: true,
  *check({ problems }) {
    for (const { code, at, message, source } of problems) {
      if (code === "steps") yield { at, message, source };
    }
  },
};
