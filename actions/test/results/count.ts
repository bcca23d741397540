import { type Case, isFailure } from "./case.ts";

export interface Count {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly flaky: number;
}

/** A flaky test passed, too. */
export function countOf(cases: readonly Case[]): Count {
  const flaky = cases.filter(({ status }) => status === "flaky").length;
  return {
    total: cases.length,
    passed: cases.filter(({ status }) => status === "passed").length + flaky,
    failed: cases.filter(isFailure).length,
    skipped: cases.filter(({ status }) => status === "skipped").length,
    flaky,
  };
}

export const slowest = (cases: readonly Case[], most: number): readonly Case[] =>
  cases
    .filter(({ took }) => (took ?? 0) >= 100)
    .toSorted((a, b) => (b.took ?? 0) - (a.took ?? 0))
    .slice(0, most);
