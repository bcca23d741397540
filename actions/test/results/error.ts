/** Reports come from the code under test: all of one run together hold no more than this, and a coverage file neither. */
export const mostBytes = 100_000_000;

/** A report that is not what it should be, or more than any report holds. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}
