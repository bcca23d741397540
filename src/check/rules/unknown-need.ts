import type { Rule } from "../finding.ts";

export const unknownNeed: Rule = {
  code: "unknown-need",
  severity: "error",
  summary: "needs.x is read only for a job that is in needs, and only the outputs it declares.",
  *check({ issues }) {
    for (const { kind, path, at, message } of issues) {
      if (kind === "property" && path[0]?.toLowerCase() === "needs") yield { at, message };
    }
  },
};
