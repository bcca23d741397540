import type { Rule } from "../finding.ts";

export const unknownJobOutput: Rule = {
  code: "unknown-job-output",
  severity: "error",
  summary: "A reusable workflow's output reads a job and an output that exist.",
  *check({ issues }) {
    for (const { kind, path, at, message } of issues) {
      if (kind === "property" && path[0]?.toLowerCase() === "jobs") yield { at, message };
    }
  },
};
