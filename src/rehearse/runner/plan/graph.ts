import type { Plan } from "../../../simulate/plan/plan.ts";
import type { GraphJob } from "../../story/event.ts";

/** What an expression will come to is not known yet. */
const shown = (name: string) => name.replaceAll(/\$\{\{.*?\}\}/gs, "…");

/** All jobs as they are written, those of called workflows below the job that calls them. */
export function graphOf(plan: Plan, above: readonly string[] = []): readonly GraphJob[] {
  const idOf = (id: string) => [...above, id].join("/");
  return plan.jobs.flatMap((job) => [
    {
      id: idOf(job.id),
      name: shown(job.name ?? job.id),
      needs: job.needs.map(idOf),
      ...(job.kind === "call" ? { calls: job.uses } : {}),
      ...(job.kind === "job" && job.environment ? { environment: job.environment.name } : {}),
    },
    ...(job.kind === "call" ? graphOf(job.called, [...above, job.id]) : []),
  ]);
}
