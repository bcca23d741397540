import type { JobSpec } from "./view.ts";

/** What a Job's pods have come to. */
export interface Tally {
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Restarts of containers that failed within living pods (restartPolicy OnFailure). */
  readonly restarts: number;
}

export type Verdict =
  | { readonly is: "running"; readonly create: number }
  | { readonly is: "complete" }
  | { readonly is: "failed"; readonly reason: string; readonly message: string };

/** Whether a Job is over, or how many more pods it wants now. */
export function verdict(spec: JobSpec, tally: Tally, ranFor: number): Verdict {
  if (tally.failed > spec.backoffLimit || (tally.restarts > 0 && tally.restarts >= Math.max(1, spec.backoffLimit)))
    return {
      is: "failed",
      reason: "BackoffLimitExceeded",
      message: "Job has reached the specified backoff limit",
    };
  if (spec.activeDeadline !== undefined && ranFor >= spec.activeDeadline * 1000)
    return {
      is: "failed",
      reason: "DeadlineExceeded",
      message: "Job was active longer than specified deadline",
    };
  if (spec.completions === undefined) {
    if (tally.succeeded > 0 && tally.active === 0) return { is: "complete" };
    return { is: "running", create: tally.succeeded > 0 ? 0 : Math.max(0, spec.parallelism - tally.active) };
  }
  if (tally.succeeded >= spec.completions) return { is: "complete" };
  const wanted = Math.min(spec.parallelism, spec.completions - tally.succeeded);
  return { is: "running", create: Math.max(0, wanted - tally.active) };
}

/** Milliseconds before another pod is made after so many failures: 10 s, doubling, six minutes at most. */
export const pauseAfter = (failures: number) => (failures === 0 ? 0 : Math.min(10_000 * 2 ** (failures - 1), 360_000));
