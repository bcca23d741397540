import { correlationHeader } from "./serving/correlation.ts";
import { Problem } from "./serving/problem.ts";

export interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export interface UpstreamOf {
  /** as a customer may read it: "the catalogue" */
  readonly name: string;
  readonly address: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  readonly correlationId: () => string | undefined;
}

export type Upstream = (call: Call) => Promise<Answer>;

/**
 * A pod that stops closes its kept-alive connections, and one may have carried our next request already. Everything the shop
 * asks may be asked twice (orders carry a key), so a connection that broke is worth a second try; a timeout is not.
 */
async function twice(ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TypeError) return ask();
    throw error;
  }
}

/** Answers from behind are passed on as they came, also the 4xx; what never came, or broke, becomes a 502 or a 504. */
export function upstream(of: UpstreamOf): Upstream {
  return async (call) => {
    const id = of.correlationId();
    const headers: Record<string, string> = { accept: "application/json", ...call.headers };
    if (id !== undefined) headers[correlationHeader] = id;
    if (call.token !== undefined) headers["authorization"] = `Bearer ${call.token}`;
    if (call.body !== undefined) headers["content-type"] = "application/json";
    let answer: Answer;
    try {
      const signal = AbortSignal.timeout(of.timeoutMs);
      const response = await twice(() =>
        of.fetch(`${of.address}${call.path}`, {
          method: call.method,
          headers,
          signal,
          redirect: "error",
          ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        }),
      );
      answer = {
        status: response.status,
        type: response.headers.get("content-type") ?? "application/json",
        text: await response.text(),
      };
    } catch (cause) {
      const late = cause instanceof DOMException && cause.name === "TimeoutError";
      throw late
        ? new Problem(504, "Too slow", `We waited ${of.timeoutMs} ms for ${of.name}. Try again in a moment.`, { cause })
        : new Problem(502, "Out of reach", `We cannot reach ${of.name} just now. Try again in a moment.`, { cause });
    }
    if (answer.status >= 500 && answer.status !== 503)
      throw new Problem(502, "Out of order", `We got no good answer from ${of.name}. Try again in a moment.`, {
        cause: { status: answer.status, body: answer.text.slice(0, 500) },
      });
    return answer;
  };
}
