import type { Rule } from "../finding.ts";
import { runnerJobs } from "../walk.ts";

export const identifier: Rule = {
  code: "identifier",
  severity: "error",
  summary: "Job and step ids are well formed and used once, whatever their case.",
  readsProblems: true,
  *check({ problems, workflow }) {
    for (const { code, at, message, source } of problems) {
      if (code === "invalid-id") yield { at, message, source };
    }
    for (const job of runnerJobs(workflow)) {
      const seen = new Map<string, string>();
      for (const step of job.steps ?? []) {
        if (step.kind === "parallel" || step.id === undefined) continue;
        const { value, at } = step.id;
        const first = seen.get(value.toLowerCase());
        // the same spelling is reported by the reader
        if (first !== undefined && first !== value) {
          yield {
            at,
            message: `the step ids "${first}" and "${value}" differ only in case, which makes no difference in expressions`,
          };
        }
        seen.set(value.toLowerCase(), value);
      }
    }
  },
};
