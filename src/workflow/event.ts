import type { Github } from "../expr/contexts.ts";
import { type Expr, type Fields, fields } from "../expr/expression.ts";
import { path } from "../expr/node.ts";
import type { Nothing } from "../expr/tell.ts";
import type { Payloads } from "./payloads.gen.ts";
import type { Trigger } from "./triggers.ts";

type PayloadOf<K extends Trigger> = K extends keyof Payloads ? Payloads[K] : Nothing;
/** `github.event` of a workflow with these triggers: a field that one of them lacks may be null. */
export type EventOf<K extends Trigger> = Expr<PayloadOf<K>, "github"> & Fields<PayloadOf<K>, "github">;

declare const startedBy: unique symbol;
/**
 * Which triggers may have started the run. A job in another file that reads the payload asks for it and reads with
 * `eventOf(it)`. What is written for `push` or `pull_request` also takes `push` alone.
 */
export interface StartedBy<
  out K extends Trigger,
  _Tip extends string = "add the missing trigger to `on`, or let the job accept more triggers",
> {
  readonly [startedBy]: K;
}

/** The payload of the event, for a job that was handed `startedBy`. */
export const eventOf = <K extends Trigger>(_: StartedBy<K>): EventOf<K> => fields(path("github", "event"));

/** `github` where the triggers are known. */
export interface GithubFor<K extends Trigger> extends Github {
  readonly event_name: Expr<K, "github">;
  readonly event: EventOf<K>;
}
