import { ActionError } from "../action/index.ts";

/** What we did not expect. What we do expect (a refusal, a failed rollout, a busy lease) is a value. */
export class ReleaseError extends ActionError {
  constructor(code: string, message: string, hint: string, cause?: unknown) {
    super(code, message, cause === undefined ? { hint } : { hint, cause });
  }
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
