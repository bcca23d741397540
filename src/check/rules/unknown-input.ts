import type { Rule } from "../finding.ts";

export const unknownInput: Rule = {
  code: "unknown-input",
  severity: "error",
  summary: "Only inputs that the triggers declare are read.",
  *check({ issues }) {
    for (const { kind, path, at, message } of issues) {
      if (kind === "property" && path[0]?.toLowerCase() === "inputs") yield { at, message };
    }
  },
};
