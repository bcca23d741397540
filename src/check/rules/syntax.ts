import type { ProblemCode } from "../../read/index.ts";
import type { Rule } from "../finding.ts";

const codes: ReadonlySet<ProblemCode> = new Set([
  "yaml",
  "limit",
  "unexpected-key",
  "missing-key",
  "unexpected-type",
  "unexpected-value",
]);

export const syntax: Rule = {
  code: "syntax",
  severity: "error",
  summary: "The file is YAML, and every key and value is one that GitHub's workflow syntax has.",
  readsProblems: true,
  *check({ problems }) {
    for (const { code, at, owner, message, source } of problems) {
      // a missing key is shown at the key that lacks it, which is where it will be written; one key too many at the first
      const shown = code === "missing-key" || code === "unexpected-key" ? (owner ?? at) : at;
      if (codes.has(code)) yield { at: shown, message, source };
    }
  },
};
