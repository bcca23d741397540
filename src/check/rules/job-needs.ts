import type { Rule } from "../finding.ts";

export const jobNeeds: Rule = {
  code: "job-needs",
  severity: "error",
  summary: "Jobs need jobs that exist, each once, and no job waits for itself in the end.",
  readsProblems: true,
  *check({ problems, workflow }) {
    for (const { code, at, message, source } of problems) {
      if (code === "needs") yield { at, message, source };
    }
    for (const job of workflow.jobs) {
      const seen = new Set<string>();
      for (const need of job.needs) {
        const folded = need.value.toLowerCase();
        if (seen.has(folded))
          yield { at: need.at, message: `the job "${job.id.value}" names "${need.value}" twice in needs` };
        seen.add(folded);
      }
    }
  },
};
