/** The refusals Kubernetes words itself, each with its code, reason and message (apimachinery's `api/errors`). */
import { type Cause, StatusError } from "./status-error.ts";

export interface About {
  readonly group: string;
  /** The resource (`deployments`), as most refusals name it. */
  readonly resource: string;
}

const qualified = (about: About) => (about.group === "" ? about.resource : `${about.resource}.${about.group}`);

const details = (about: About, name: string) => ({
  ...(name === "" ? {} : { name }),
  ...(about.group === "" ? {} : { group: about.group }),
  kind: about.resource,
});

export const notFound = (about: About, name: string) =>
  new StatusError(404, "NotFound", `${qualified(about)} "${name}" not found`, details(about, name));

export const alreadyExists = (about: About, name: string) =>
  new StatusError(409, "AlreadyExists", `${qualified(about)} "${name}" already exists`, details(about, name));

export const conflict = (about: About, name: string, why: string) =>
  new StatusError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${qualified(about)} "${name}": ${why}`,
    details(about, name),
  );

export const staleVersion =
  "the object has been modified; please apply your changes to the latest version and try again";

export const forbidden = (about: About, name: string, why: string) =>
  new StatusError(
    403,
    "Forbidden",
    name === "" ? `${qualified(about)} is forbidden: ${why}` : `${qualified(about)} "${name}" is forbidden: ${why}`,
    details(about, name),
  );

export const badRequest = (message: string) => new StatusError(400, "BadRequest", message);

export const unauthorized = () => new StatusError(401, "Unauthorized", "Unauthorized");

/** `kind` and group of the object refused, not its resource: `Deployment.apps "web" is invalid`. */
export function invalid(kind: string, group: string, name: string, causes: readonly Cause[]): StatusError {
  const lines = causes.map((cause) => (cause.field ? `${cause.field}: ${cause.message}` : cause.message));
  const text = lines.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
  return new StatusError(422, "Invalid", `${kind}${group === "" ? "" : `.${group}`} "${name}" is invalid: ${text}`, {
    ...(name === "" ? {} : { name }),
    ...(group === "" ? {} : { group }),
    kind,
    causes,
  });
}

export const expired = (message: string) => new StatusError(410, "Expired", message);

export const gone = (message: string) => new StatusError(410, "Gone", message);

export const methodNotAllowed = () =>
  new StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});

export const unknownResource = () =>
  new StatusError(404, "NotFound", "the server could not find the requested resource", {});

export const tooManyRequests = (message: string, retryAfterSeconds: number, causes?: readonly Cause[]) =>
  new StatusError(429, "TooManyRequests", message, {
    ...(causes === undefined ? {} : { causes }),
    ...(retryAfterSeconds > 0 ? { retryAfterSeconds } : {}),
  });

export const internalError = (message: string) =>
  new StatusError(500, "InternalError", `Internal error occurred: ${message}`, {
    causes: [{ reason: "", message }],
  });

export const unavailable = (message: string) => new StatusError(503, "ServiceUnavailable", message);

export const unsupportedMediaType = (message: string) => new StatusError(415, "UnsupportedMediaType", message);
