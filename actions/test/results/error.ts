/** A report that is not what it should be, or more than any report holds. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}
