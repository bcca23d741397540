import { isStatusError, type StatusError } from "../../status/status-error.ts";

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: StatusError };

/** A write that the API may refuse, as a value; anything else that goes wrong is thrown. */
export function attempt<T>(write: () => T): Attempt<T> {
  try {
    return { ok: true, value: write() };
  } catch (error) {
    if (isStatusError(error)) return { ok: false, refusal: error };
    throw error;
  }
}

/** For writes where "it is already gone" or "already there" is as good as done. */
export function unlessRefused<T>(write: () => T, ...reasons: readonly string[]): T | undefined {
  const tried = attempt(write);
  if (tried.ok) return tried.value;
  if (reasons.includes(tried.refusal.reason)) return undefined;
  throw tried.refusal;
}
