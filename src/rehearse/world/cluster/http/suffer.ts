/** What the faults that strike a request make of it. */
import type { IncomingMessage } from "node:http";
import type { Clock } from "../clock.ts";
import type { Fault } from "../faults/fault.ts";
import { StatusError } from "../status/status-error.ts";
import type { WholeAnswer } from "./call.ts";

export type AnswerFault = Extract<Fault, { kind: "answer" }>;

export interface Fate {
  readonly end: "reset" | "hang" | undefined;
  readonly answer: AnswerFault | undefined;
  /** Processed, but nobody hears of it. */
  readonly lost: boolean;
  readonly half: boolean;
  readonly close: boolean;
}

/** Waits out the delays, by the cluster's clock or until the client gives up, then says what is to happen. */
export async function suffer(faults: readonly Fault[], clock: Clock, request: IncomingMessage): Promise<Fate> {
  for (const fault of faults) if (fault.kind === "delay") await delay(fault.ms, clock, request);
  const has = (test: (fault: Fault) => boolean) => faults.some(test);
  const end = has((f) => f.kind === "reset" && f.when === "before") || (request.destroyed && request.socket.destroyed);
  return {
    end: end ? "reset" : has((f) => f.kind === "hang") ? "hang" : undefined,
    answer: faults.find((f): f is AnswerFault => f.kind === "answer"),
    lost: has((f) => f.kind === "reset" && f.when === "after"),
    half: has((f) => f.kind === "half"),
    close: has((f) => f.kind === "close"),
  };
}

function delay(ms: number, clock: Clock, request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    // a connection that is kept alive has many requests: none leaves a listener on it
    const end = () => {
      cancel();
      request.socket.off("close", end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    request.socket.once("close", end);
  });
}

/** Without a word, not even TLS's own farewell: what a client sees when a load balancer drops it. */
export function reset(request: IncomingMessage): void {
  request.socket.destroy();
}

export function faultAnswer(fault: AnswerFault): WholeAnswer {
  const { code, reason = "", message = "", body = "status", retryAfterSeconds } = fault;
  const headers = retryAfterSeconds === undefined ? {} : { headers: { "retry-after": String(retryAfterSeconds) } };
  if (body === "empty") return { code, body: Buffer.alloc(0), type: "text/plain", ...headers };
  if (body === "text") return { code, body: Buffer.from(message), type: "text/plain; charset=utf-8", ...headers };
  const details = retryAfterSeconds === undefined ? undefined : { retryAfterSeconds };
  return { code, body: new StatusError(code, reason, message, details).toStatus(), ...headers };
}
