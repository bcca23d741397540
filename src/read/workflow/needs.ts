import { type Reading, report } from "../problem.ts";
import type { Span } from "../source.ts";
import type { Job } from "./model.ts";

/** Jobs must form a graph that ends: unknown jobs and cycles, each at the name that is wrong. */
export function checkNeeds(reading: Reading, jobs: readonly Job[], ids: readonly string[], at: Span): void {
  const unread = ids.filter((id) => !jobs.some((job) => job.id.value === id));
  if (unread.length === 0 && !jobs.some((job) => job.needs.length === 0)) {
    report(reading, "needs", at, "no job can start: every workflow has at least one job that needs no other");
    return;
  }
  const reached = reachable(jobs, unread);
  for (const job of jobs) {
    for (const need of job.needs) {
      if (!ids.includes(need.value)) {
        report(reading, "needs", need.at, `the job "${job.id.value}" needs "${need.value}", and there is no such job`);
      } else if (!reached.has(job.id.value) && !reached.has(need.value)) {
        report(
          reading,
          "needs",
          need.at,
          `the jobs "${job.id.value}" and "${need.value}" wait for each other, so neither starts`,
        );
      }
    }
  }
}

/** The jobs whose needs can all be met. */
function reachable(jobs: readonly Job[], unread: readonly string[]): ReadonlySet<string> {
  const reached = new Set(unread);
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const job of jobs) {
      if (job.needs.every((need) => reached.has(need.value))) reached.add(job.id.value);
    }
  }
  return reached;
}
