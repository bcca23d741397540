import { type Chain, chainLine, insideOf, longestOf } from "../../emit/graph/chain.ts";
import { secondsOfSteps, type TimedStep, waitsForFailure } from "../../emit/graph/seconds.ts";
import type { Plan, PlannedStep } from "../../simulate/plan/plan.ts";
import type { Row } from "../../simulate/table/row.ts";

const timed = (step: PlannedStep): TimedStep => ({
  kind: step.kind,
  ...(step.kind === "uses" ? { uses: step.uses } : {}),
  promotes: step.kind === "uses" && typeof step.with === "object" && step.with["mode"] === "promote",
  onlyAfterFailure: step.if !== undefined && waitsForFailure(step.if),
});

/** The most jobs in a row of those that run, with an estimate of their time. */
export function chainOf(plan: Plan, rows: readonly Row[], above = ""): Chain {
  const runs = new Set(rows.filter((row) => row.runs).map(({ path }) => path));
  return longestOf(
    plan.jobs.map((job) => ({
      id: job.id,
      needs: job.needs,
      own: () => {
        if (!runs.has(`${above}${job.id}`)) return { jobs: [], seconds: 0 };
        return job.kind === "call"
          ? insideOf(job.id, chainOf(job.called, rows, `${above}${job.id}/`))
          : { jobs: [job.id], seconds: secondsOfSteps(job.steps.map(timed)) };
      },
    })),
  );
}

export const timeWords = (chain: Chain): string => (chain.jobs.length === 0 ? "" : chainLine(chain));
