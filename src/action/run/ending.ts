import type { Verdict } from "../../spec/verdict.ts";
import type { ActionError } from "../errors/error.ts";

/** How an action ends. `fails` says whether the step turns red; the verdict says why. */
export type Ending =
  | { readonly verdict: "ok"; readonly message?: string }
  | { readonly verdict: "findings"; readonly message: string; readonly fails: boolean; readonly exit?: number }
  | { readonly verdict: "tool-error"; readonly error: ActionError; readonly fails: boolean };

/** All is well; the message, where there is one, ends the log. */
export const ok = (message?: string): Ending => ({ verdict: "ok", ...(message === undefined ? {} : { message }) });

/**
 * Something is wrong with what was looked at. `fails: false` reports it and lets the job go on; `exit` is another exit
 * code than 1, for scripts that must tell ends apart.
 */
export const findings = (
  message: string,
  { fails = true, exit }: { readonly fails?: boolean; readonly exit?: number } = {},
): Ending => ({ verdict: "findings", message, fails, ...(exit === undefined ? {} : { exit }) });

/** It could not look. Throwing an ActionError does the same and always fails. */
export const toolError = (error: ActionError, { fails = true }: { readonly fails?: boolean } = {}): Ending => ({
  verdict: "tool-error",
  error,
  fails,
});

const codes: Readonly<Record<Verdict, number>> = { ok: 0, findings: 1, "tool-error": 2 };

/** 0 fine or let go, 1 findings, 2 could not look: GitHub takes any but 0 as red, a laptop's script can tell them apart. */
export const exitCode = (ending: Ending): number =>
  ending.verdict === "ok" || !ending.fails
    ? 0
    : "exit" in ending && ending.exit !== undefined
      ? ending.exit
      : codes[ending.verdict];
