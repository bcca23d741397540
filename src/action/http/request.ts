import { causeChain } from "../errors/causes.ts";
import { kitError } from "../errors/error.ts";
import { formatDuration } from "../inputs/duration.ts";
import { retryAfter } from "../retry/delay.ts";
import { type Attempt, type RetryDeps, retry } from "../retry/retry.ts";
import { isTransient, transientStatuses } from "../retry/transient.ts";
import type { Answer } from "./answer.ts";

/** What a request needs of the world. */
export interface HttpDeps extends RetryDeps {
  readonly fetch: typeof fetch;
  /** aborted when the run is cancelled */
  readonly signal: AbortSignal;
}

/** One request, with what makes its failures readable and when it is tried again. */
export interface HttpRequest {
  readonly url: string | URL;
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** who is asked, for messages: `the npm registry`; its host when left out */
  readonly what?: string;
  /** tries in all, 4 when left out */
  readonly attempts?: number;
  /** milliseconds for everything, two minutes when left out */
  readonly within?: number;
  /** milliseconds for one try, 30 s when left out */
  readonly timeout?: number;
  /** bytes; more is an error; 64 MiB when left out */
  readonly largest?: number;
  /** a POST or PATCH that does no harm when it arrives twice; others are tried again only when refused unread */
  readonly repeatable?: boolean;
  /** statuses to take as the answer although they count as transient: `[500]` */
  readonly accept?: readonly number[];
}

const safe = new Set(["GET", "HEAD", "PUT", "DELETE"]);
/** the server says that it did not take the request */
const unread = new Set([429, 503]);
const neverSent = (thrown: unknown) =>
  /ECONNREFUSED|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|CONNECT_TIMEOUT/.test(
    thrown instanceof Error
      ? `${String(thrown.cause instanceof Error && "code" in thrown.cause ? thrown.cause.code : "")}`
      : "",
  );

async function readBody(response: Response, largest: number, what: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largest) throw kitError("http", `${what} sent more than ${largest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failure(thrown: unknown, timeout: number): string {
  if (thrown instanceof Error && thrown.name === "TimeoutError") return `no answer within ${formatDuration(timeout)}`;
  return thrown instanceof Error ? causeChain(thrown) : String(thrown);
}

/** Asks a server, and asks again where that is right: what is transient, within the deadline, honouring Retry-After. */
export function request(deps: HttpDeps, asked: HttpRequest): Promise<Answer> {
  const { method = "GET", headers = {}, body, timeout = 30_000, largest = 64 * 1024 * 1024 } = asked;
  const url = new URL(asked.url);
  const what = asked.what ?? url.host;
  const repeatable = asked.repeatable ?? safe.has(method);
  const once = async (): Promise<Attempt<Answer>> => {
    try {
      const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(timeout)]);
      const response = await deps.fetch(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
      const answer: Answer = {
        url: response.url === "" ? url.href : response.url,
        status: response.status,
        headers: response.headers,
        body: await readBody(response, largest, what),
      };
      const again = transientStatuses.has(answer.status) && (repeatable || unread.has(answer.status));
      if (!again || asked.accept?.includes(answer.status)) return { done: true, value: answer };
      return {
        done: false,
        why: `answered ${answer.status}`,
        wait: retryAfter(response.headers.get("retry-after"), deps.now()),
      };
    } catch (thrown) {
      if (deps.signal.aborted) throw kitError("cancelled", `stopped while waiting for ${what}`);
      if (isTransient(thrown) && (repeatable || neverSent(thrown)))
        return { done: false, why: failure(thrown, timeout), cause: thrown };
      if (thrown instanceof Error && thrown.name === "ActionError") throw thrown;
      throw kitError("network", `${what}: ${failure(thrown, timeout)}`, { cause: thrown });
    }
  };
  return retry(deps, { what, attempts: asked.attempts, within: asked.within }, once);
}
