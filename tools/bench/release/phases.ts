/** A line of output, and when it came: milliseconds since the command was started. */
export interface Heard {
  readonly at: number;
  readonly line: string;
}

export interface Phases {
  /** from the journal to everything ready: what `kubectl apply && kubectl rollout status` does */
  readonly applyAndWait: number;
  /** all the rest of the process: starting, plan, lease, record, the end */
  readonly rest: number;
}

/** Splits a deploy or rollback by what it says of itself; undefined where it did not come that far. */
export function phasesOf(heard: readonly Heard[], total: number): Phases | undefined {
  const from = heard.find(({ line }) => line.includes("recorded as pending"))?.at;
  const to = heard.find(({ line }) => line.includes("everything is ready"))?.at;
  if (from === undefined || to === undefined) return undefined;
  return { applyAndWait: to - from, rest: total - (to - from) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
