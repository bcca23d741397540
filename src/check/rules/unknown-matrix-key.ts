import type { Rule } from "../finding.ts";

export const unknownMatrixKey: Rule = {
  code: "unknown-matrix-key",
  severity: "error",
  summary: "Only keys that the matrix has are read.",
  *check({ issues }) {
    for (const { kind, path, at, message } of issues) {
      if (kind === "property" && path[0]?.toLowerCase() === "matrix") yield { at, message };
    }
  },
};
