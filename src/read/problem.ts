import type { Source, Span } from "./source.ts";

/** What GitHub itself would refuse, found while reading. Everything that is merely unwise is left to `src/check`. */
export type ProblemCode =
  | "yaml"
  | "limit"
  | "unexpected-key"
  | "duplicate-key"
  | "missing-key"
  | "unexpected-type"
  | "unexpected-value"
  | "expression-syntax"
  | "expression-place"
  | "invalid-id"
  | "needs"
  | "steps"
  | "matrix"
  | "call";

export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly source: Source;
  /** Where GitHub points: for a missing key, the start of the mapping that lacks it. */
  readonly at: Span;
  /** The key whose value is wrong, where there is one: for a missing key that is where a person would look. */
  readonly owner?: Span;
}

/** One file being read: what is known about it, and what was found wrong so far. */
export interface Reading {
  readonly source: Source;
  readonly problems: Problem[];
}

export function report(reading: Reading, code: ProblemCode, at: Span, message: string, owner?: Span): void {
  const { problems, source } = reading;
  // An alias is read once for each use; what is wrong in it is said once.
  const said = problems.some((p) => p.at.start === at.start && p.message === message && p.source === source);
  if (!said) problems.push({ code, message, source, at, ...(owner === undefined ? {} : { owner }) });
}

/** `"a", "b", "c"`: how every message lists what would have been accepted. */
export function listed(values: Iterable<string>): string {
  return [...values].map((value) => `"${value}"`).join(", ");
}
