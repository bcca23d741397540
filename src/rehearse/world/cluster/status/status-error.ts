import type { JsonObject } from "../json/value.ts";

/** One entry of `details.causes`: which field, why, in which words. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** A refusal of the API server, as it travels: `kind: Status`, `status: Failure`. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.name = "StatusError";
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  toStatus(): JsonObject {
    const { details } = this;
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: this.message,
      ...(this.reason === "" ? {} : { reason: this.reason }),
      ...(details === undefined ? {} : { details: detailsAsJson(details) }),
      code: this.code,
    };
  }
}

function detailsAsJson(details: StatusDetails): JsonObject {
  const { causes, ...rest } = details;
  return {
    ...rest,
    ...(causes === undefined
      ? {}
      : { causes: causes.map(({ reason, message, field }) => ({ reason, message, ...(field ? { field } : {}) })) }),
  };
}

export function isStatusError(error: unknown, reason?: string): error is StatusError {
  return error instanceof StatusError && (reason === undefined || error.reason === reason);
}
