import type { Clock } from "../clock.ts";
import { ReleaseError, textOf } from "../error.ts";
import { type Json, parseJson } from "../json/json.ts";
import { backoff } from "./backoff.ts";
import { type ApiFailure, isTransient, statusOf, transportFailure } from "./status.ts";
import { type Answer, type Call, readAll, type Transport } from "./transport.ts";

export type Reply =
  | { readonly ok: true; readonly body: Json; readonly text: string; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failure: ApiFailure };

export interface SessionOptions {
  readonly send: Transport;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** How long transient failures of one request are retried before they are given back. */
  readonly patienceMs: number;
  /** Signs in anew (a token ran out); called at most once per request. */
  readonly renew: () => Promise<void>;
}

export interface Ask extends Omit<Call, "timeoutMs" | "signal"> {
  /** Called before every try; throws when this request may no longer be sent (the lease has run out). */
  readonly allowed?: () => void;
  /** Plain text answers: logs. */
  readonly plain?: true;
}

/** Sends requests and tries again what is transient. A transient failure never decides anything: it is waited out. */
export function openSession(options: SessionOptions): {
  ask: (ask: Ask) => Promise<Reply>;
  open: (ask: Ask, signal: AbortSignal) => Promise<Answer>;
} {
  const { clock } = options;
  const once = async (ask: Ask): Promise<Reply> => {
    try {
      const answer = await options.send({ ...ask, timeoutMs: options.timeoutMs, signal: options.signal });
      return readReply(answer, await readAll(answer), ask.plain === true);
    } catch (error) {
      options.signal.throwIfAborted();
      return { ok: false, failure: transportFailure(0, textOf(error)) };
    }
  };
  const ask = async (request: Ask): Promise<Reply> => {
    const start = clock.elapsed();
    let renewed = false;
    for (let attempt = 0; ; attempt++) {
      options.signal.throwIfAborted();
      request.allowed?.();
      const reply = await once(request);
      if (reply.ok) return reply;
      if (reply.failure.code === 401 && !renewed) {
        renewed = true;
        options.say("the cluster did not accept the credentials (401); signing in once more");
        await options.renew();
        continue;
      }
      const pause = backoff(attempt, options.random, reply.failure.retryAfter);
      const spent = clock.elapsed() - start;
      if (!isRetried(reply.failure) || spent + pause > options.patienceMs) return reply;
      options.say(
        `${request.method} ${request.path.split("?")[0]}: ${brief(reply.failure)}; trying again in ${(pause / 1000).toFixed(1)} s`,
      );
      await clock.sleep(pause, options.signal);
    }
  };
  const open = (request: Ask, signal: AbortSignal) => options.send({ ...request, timeoutMs: 90_000, signal });
  return { ask, open };
}

const isRetried = (failure: ApiFailure) => failure.reason === "Transport" || isTransient(failure);
const brief = (failure: ApiFailure) =>
  `${failure.code === 0 ? "" : `${failure.code} `}${failure.message.slice(0, 160)}`;

function readReply(answer: Answer, text: string, plain: boolean): Reply {
  const good = answer.code >= 200 && answer.code < 300;
  // of a group it does not know the API server says so in plain text
  if (answer.code === 404 && text.trim() === "404 page not found")
    return { ok: false, failure: { code: 404, reason: "NotFound", message: text.trim(), causes: [] } };
  if (good && plain) return { ok: true, body: null, text, warnings: answer.warnings };
  let body: Json | undefined;
  try {
    body = parseJson(text);
  } catch {
    // an answer cut short, or a proxy's own page: neither is the API server speaking
    return { ok: false, failure: transportFailure(good ? 0 : answer.code, text) };
  }
  if (good) return { ok: true, body, text, warnings: answer.warnings };
  const failure = statusOf(body, answer.code) ?? transportFailure(answer.code, text);
  const retryAfter = failure.retryAfter ?? answer.retryAfter;
  return { ok: false, failure: retryAfter === undefined ? failure : { ...failure, retryAfter } };
}

/** For answers that are the caller's bug or the cluster's outage: nothing sensible can be decided from them. */
export function unexpected(what: string, failure: ApiFailure): ReleaseError {
  const hint =
    failure.code === 401
      ? "the credentials in the kubeconfig are no longer accepted: renew them"
      : failure.code === 403
        ? "the account lacks a right: compare it with k8s/bootstrap/access.yaml"
        : "nothing was changed by this request; run the same command again when the cluster answers";
  return new ReleaseError(
    failure.code === 403 ? "forbidden" : "cluster",
    `${what}: ${failure.message} (${failure.code || "no answer"} ${failure.reason})`,
    hint,
  );
}
