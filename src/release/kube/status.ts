import { type Json, numberAt, objectsAt, textAt } from "../json/json.ts";

/** The API said no, in its own words: an expected failure, returned as a value. */
export interface ApiFailure {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly causes: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
  readonly retryAfter?: number;
}

/** A body that is no Status did not come from the API server but from something before it: a transport error. */
export function statusOf(body: Json | undefined, code: number): ApiFailure | undefined {
  if (textAt(body, "kind") !== "Status") return undefined;
  const retryAfter = numberAt(body, "details", "retryAfterSeconds");
  return {
    code: numberAt(body, "code") ?? code,
    reason: textAt(body, "reason") ?? "",
    message: textAt(body, "message") ?? "",
    causes: objectsAt(body, "details", "causes").map((cause) => ({
      reason: textAt(cause, "reason") ?? "",
      message: textAt(cause, "message") ?? "",
      field: textAt(cause, "field") ?? "",
    })),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

/**
 * Worth asking again: the server was busy, restarting, electing a leader, or a webhook of the cluster did not answer.
 * A webhook that answered "no" comes as 400, 403 or 422 and is final.
 */
export function isTransient(failure: ApiFailure): boolean {
  if (failure.code === 429 || failure.code === 502 || failure.code === 503 || failure.code === 504) return true;
  if (failure.code === 500) return !fitsNoSchema(failure);
  return failure.reason === "ServerTimeout" || failure.reason === "Timeout";
}

/**
 * A server-side apply of a manifest with an unknown field or a wrong type comes as 500 without a reason, where one would
 * expect 400: no second try makes it fit.
 */
const fitsNoSchema = ({ reason, message }: ApiFailure) =>
  reason === "" && message.startsWith("failed to create typed patch object");

/** The server did not say no: it could not be asked, was busy for longer than we wait, or no longer knows who we are. */
export const isOutage = (failure: ApiFailure): boolean =>
  failure.reason === "Transport" || failure.code === 401 || isTransient(failure);

export const isNotFound = (failure: ApiFailure): boolean => failure.code === 404;
export const isConflict = (failure: ApiFailure): boolean => failure.code === 409 && failure.reason === "Conflict";
export const alreadyExists = (failure: ApiFailure): boolean =>
  failure.code === 409 && failure.reason === "AlreadyExists";
export const isGone = (failure: ApiFailure): boolean => failure.code === 410;

/** Where no Status came at all: kept apart in wording, handled like any transient failure. */
export function transportFailure(code: number, text: string): ApiFailure {
  const said = text.trim().slice(0, 300);
  return {
    code,
    reason: "Transport",
    message: `no answer of the API server${said === "" ? "" : `: ${said}`}`,
    causes: [],
  };
}
