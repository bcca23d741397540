/** From a request to its answer: who calls, what for, what goes wrong on purpose, may they, who answers. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { anonymous, signIn } from "../auth/sign-in.ts";
import { distorted } from "../faults/distort.ts";
import type { FaultBook } from "../faults/faults.ts";
import { internalError, unauthorized } from "../status/refusals.ts";
import { isStatusError } from "../status/status-error.ts";
import type { User } from "../store/store.ts";
import type { Running } from "../watch/watch.ts";
import { type Answer, type Call, verbOf, type WholeAnswer } from "./call.ts";
import { dispatch } from "./dispatch.ts";
import { type RequestBook, recordOf } from "./request-log.ts";
import { send, sendHalf } from "./send.ts";
import type { Serving } from "./serving.ts";
import { faultAnswer, reset, suffer } from "./suffer.ts";
import { parseTarget } from "./target.ts";

export interface FrontDoor {
  readonly serving: Serving;
  readonly byToken: (token: string) => User | undefined;
  /** Throws when the user may not. */
  readonly authorize: (call: Call) => void;
  readonly faults: FaultBook;
  readonly requests: RequestBook;
  /** Hears of each watch, so that a restart can end it. */
  readonly running: (watch: Running) => () => void;
}

export async function answer(door: FrontDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { clock } = door.serving.store;
  const { call, known } = await callOf(door, request);
  const faults = door.faults.strike(call);
  const record = (code: number) =>
    door.requests.add(
      recordOf(
        call,
        clock.now(),
        code,
        faults.map((fault) => fault.kind),
      ),
    );
  response.setHeader("date", new Date(clock.now()).toUTCString());

  const fate = await suffer(faults, clock, request);
  if (fate.end === "reset" || fate.end === "hang") {
    record(0);
    if (fate.end === "reset") reset(request);
    return;
  }
  const given =
    fate.answer !== undefined ? faultAnswer(fate.answer) : await handle(door, call, known, () => reset(request));
  if (fate.lost) {
    record(0);
    reset(request);
    return;
  }
  if ("stream" in given) {
    record(200);
    await given.stream(request, response);
    return;
  }
  record(given.code);
  if (fate.close) response.setHeader("connection", "close");
  if (fate.half) sendHalf(request, response, given);
  else send(response, given, call.warnings);
}

async function handle(door: FrontDoor, call: Call, known: boolean, cut: () => void): Promise<Answer> {
  try {
    if (!known) throw unauthorized();
    door.authorize(call);
    const distort = distorted(call.verb === "watch" ? door.faults.ofWatch(call) : [], cut);
    return await dispatch(door.serving, call, { distort, running: door.running });
  } catch (error) {
    return refusal(error);
  }
}

export function refusal(error: unknown): WholeAnswer {
  const status = isStatusError(error)
    ? error
    : internalError(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const wait = status.details?.retryAfterSeconds;
  return {
    code: status.code,
    body: status.toStatus(),
    ...(wait === undefined ? {} : { headers: { "retry-after": String(wait) } }),
  };
}

export async function callOf(door: FrontDoor, request: IncomingMessage): Promise<{ call: Call; known: boolean }> {
  const url = new URL(request.url ?? "/", "https://cluster");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const target = parseTarget(door.serving.store.types, url.pathname);
  const method = request.method ?? "GET";
  const user = signIn(request, door.byToken);
  const call: Call = {
    method,
    path: url.pathname,
    query: url.searchParams,
    verb: verbOf(method, target, url.searchParams),
    target,
    user: user ?? anonymous,
    userAgent: request.headers["user-agent"] ?? "",
    headers: request.headers,
    body: Buffer.concat(chunks),
    warnings: [],
  };
  return { call, known: user !== undefined };
}
