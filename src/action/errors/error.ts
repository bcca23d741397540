import { type KitErrorCode, kitErrors } from "./codes.ts";

/** What an error tells beside its code: expected, came, and what to do. */
export interface ErrorDetails {
  /** what was needed: `a manifest` */
  readonly expected?: string;
  /** what was there instead; foreign text is welcome, it is escaped where it is shown */
  readonly came?: string;
  /** what to do, where more is known than the code's own hint */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A failure with a code. What shows it adds the hint and the link to the docs that belong to the code. */
export class ActionError<Code extends string = string> extends Error {
  override readonly name = "ActionError";
  readonly code: Code;
  readonly expected: string | undefined;
  readonly came: string | undefined;
  readonly hint: string | undefined;

  constructor(code: Code, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.expected = details.expected;
    this.came = details.came;
    this.hint = details.hint;
  }
}

/** A failure that any action may have: `throw kitError("network", "the registry did not answer", { cause })`. */
export const kitError = (code: KitErrorCode, message: string, details: ErrorDetails = {}): ActionError<KitErrorCode> =>
  new ActionError(code, message, details);

const isKitCode = (code: string): code is KitErrorCode => Object.hasOwn(kitErrors, code);

export const kitHint = (code: string): string | undefined => (isKitCode(code) ? kitErrors[code].hint : undefined);

/** Anything thrown, as an error with a code: what has none is a mistake of ours. */
export function asActionError(thrown: unknown): ActionError {
  if (thrown instanceof ActionError) return thrown;
  if (thrown instanceof Error)
    return new ActionError("unexpected", `${thrown.name}: ${thrown.message}`, { cause: thrown });
  return new ActionError("unexpected", String(thrown));
}
