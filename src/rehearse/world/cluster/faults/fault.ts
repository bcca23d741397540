import type { Call, Verb } from "../http/call.ts";

/** Which requests a fault is for. What is left out matches anything. */
export interface Match {
  /** `write` is every verb that changes something. */
  readonly verb?: Verb | "write" | readonly Verb[];
  /** `deployments`. */
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string | RegExp;
  readonly path?: RegExp;
  readonly user?: string;
  readonly userAgent?: RegExp;
  readonly where?: (call: Call) => boolean;
}

export type Fault =
  /** An answer instead of the real one; nothing is processed. */
  | {
      readonly kind: "answer";
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
      /** `text`: what a proxy in front would send; no Status. Default: `status`. */
      readonly body?: "status" | "text" | "empty";
    }
  /** The connection is reset: before the request is processed, or after, when the answer is lost. */
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  /** Processed; half of the answer is sent, then the connection drops. */
  | { readonly kind: "half" }
  | { readonly kind: "delay"; readonly ms: number }
  /** Answered, then the connection is closed politely: what GOAWAY is in HTTP/2. */
  | { readonly kind: "close" }
  /** Never answered. */
  | { readonly kind: "hang" }
  /** Something happens to the events of a watch; `skip` and `times` count events. */
  | { readonly kind: "watch"; readonly change: WatchChange }
  /** A new connection ends during the TLS handshake; `skip` and `times` count connections, and `match` is not asked. */
  | { readonly kind: "tls eof" };

export type WatchChange =
  /** The event comes twice. */
  | "duplicate"
  /** The event comes after the next one. */
  | "reorder"
  /** The event comes, then once more what came before it for the same object. */
  | "stale"
  /** The event is lost; the watch is told 410 and ends. */
  | "gone"
  /** The event is lost and the connection drops. */
  | "drop";

export interface Rule {
  readonly match?: Match;
  /** So many hits pass unharmed first. */
  readonly skip?: number;
  /** So many are harmed; default: all that follow. */
  readonly times?: number;
  readonly fault: Fault;
}

/** The storage behind the API server elects a leader; clients see this on any verb. */
export const leaderChanged: Fault = { kind: "answer", code: 500, reason: "", message: "etcdserver: leader changed" };

/** Priority and fairness turn a request away. */
export const tooMany = (retryAfterSeconds = 1): Fault => ({
  kind: "answer",
  code: 429,
  reason: "TooManyRequests",
  message: "the server has received too many requests and has asked us to try again later",
  retryAfterSeconds,
});

const writes: readonly Verb[] = ["create", "update", "patch", "delete", "deletecollection"];

export function matches(call: Call, match: Match): boolean {
  const { target } = call;
  const resource = target.kind === "resource" ? target : undefined;
  const verbs = match.verb === "write" ? writes : match.verb === undefined ? undefined : [match.verb].flat();
  return (
    (verbs === undefined || verbs.some((verb) => verb === call.verb)) &&
    (match.resource === undefined || resource?.type.resource === match.resource) &&
    (match.subresource === undefined || resource?.subresource === match.subresource) &&
    (match.namespace === undefined || resource?.namespace === match.namespace) &&
    (match.name === undefined || (resource !== undefined && named(resource.name, match.name))) &&
    (match.path === undefined || match.path.test(call.path)) &&
    (match.user === undefined || call.user.name === match.user) &&
    (match.userAgent === undefined || match.userAgent.test(call.userAgent)) &&
    (match.where === undefined || match.where(call))
  );
}

const named = (name: string, wanted: string | RegExp) =>
  typeof wanted === "string" ? name === wanted : wanted.test(name);
