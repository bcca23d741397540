/** What we did not expect. What we do expect (a refusal, a failed rollout, a lost lease) is a value. */
export class ReleaseError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "ReleaseError";
    this.code = code;
    this.hint = hint;
  }
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
