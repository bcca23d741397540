import type { Rule } from "../finding.ts";

/** Contexts with a rule of their own. */
const elsewhere: ReadonlySet<string> = new Set(["steps", "needs", "inputs", "matrix", "jobs"]);

export const unknownProperty: Rule = {
  code: "unknown-property",
  severity: "error",
  summary: "Only properties that a context has are read from it; GitHub gives an empty text for all others.",
  *check({ issues }) {
    for (const { kind, path, at, message } of issues) {
      if (kind === "property" && !elsewhere.has((path[0] ?? "").toLowerCase())) yield { at, message };
    }
  },
};
