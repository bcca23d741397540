/**
 * How an action ended: nothing wrong; something wrong in what it looked at; or it could not look.
 * An outage is never `ok` and never `findings`.
 */
export type Verdict = "ok" | "findings" | "tool-error";

/** The three verdicts, in words that outputs and summaries share. */
export const verdicts = ["ok", "findings", "tool-error"] as const satisfies readonly Verdict[];
