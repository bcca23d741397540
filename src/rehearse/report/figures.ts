import type { ReportLeg } from "./model.ts";

/** 950 → `1.0 s`; 75000 → `1 min 15 s` */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export const took = (one: { readonly startedAt?: number; readonly endedAt?: number }): number | undefined =>
  one.startedAt === undefined || one.endedAt === undefined ? undefined : one.endedAt - one.startedAt;

/** How a job ended, all of its legs taken together: the worst of them. */
export function resultOf(legs: readonly ReportLeg[]): ReportLeg["result"] | undefined {
  const worst = ["running", "failure", "cancelled", "waiting", "success", "skipped"] as const;
  return worst.find((result) => legs.some((leg) => leg.result === result));
}
