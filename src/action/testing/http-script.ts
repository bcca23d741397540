import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** One request as the server got it. */
export interface SeenRequest {
  readonly method: string;
  /** with its query */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** unpacked */
  readonly body: string;
}

/** What the server does once somebody asks for `METHOD /path`. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** an object is sent as JSON */
  readonly body?: string | Uint8Array | object;
  /** after this many bytes of the body the connection breaks */
  readonly cutAfter?: number;
  /** the connection is closed without an answer */
  readonly hangUp?: true;
  /** nothing is ever answered; the connection stays open until the test is over */
  readonly silent?: true;
}

/** A list is played one by one, its last again and again; a function decides by the request. */
export type Answers = ScriptedAnswer | readonly ScriptedAnswer[] | ((request: SeenRequest) => ScriptedAnswer);

/** By `METHOD /path`, the path with or without its query; `*` for what is asked and not named. */
export type HttpScript = Readonly<Record<string, Answers>>;

/** A server that plays a script, and what it was asked so far. */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

async function seen(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const sent = Buffer.concat(chunks);
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: Object.fromEntries(headers),
    body: (request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent).toString("utf8"),
  };
}

function bytesOf(body: ScriptedAnswer["body"]): { readonly bytes: Buffer; readonly type: string } {
  if (body === undefined) return { bytes: Buffer.alloc(0), type: "text/plain" };
  if (typeof body === "string") return { bytes: Buffer.from(body), type: "text/plain; charset=utf-8" };
  if (body instanceof Uint8Array) return { bytes: Buffer.from(body), type: "application/octet-stream" };
  return { bytes: Buffer.from(JSON.stringify(body)), type: "application/json" };
}

function play(answer: ScriptedAnswer, response: ServerResponse): void {
  if (answer.silent) return;
  if (answer.hangUp) {
    response.destroy();
    return;
  }
  const { bytes, type } = bytesOf(answer.body);
  response.writeHead(answer.status ?? 200, {
    "content-type": type,
    "content-length": String(bytes.length),
    ...answer.headers,
  });
  if (answer.cutAfter === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, answer.cutAfter), () => response.destroy());
}

/** Which entry of the script answers, and which of its answers comes next. */
function director(script: HttpScript): (request: SeenRequest) => ScriptedAnswer {
  const played = new Map<string, number>();
  return (request) => {
    const full = `${request.method} ${request.path}`;
    const bare = full.replace(/\?.*$/s, "");
    const key = [full, bare, "*"].find((candidate) => Object.hasOwn(script, candidate));
    const answers = key === undefined ? undefined : script[key];
    if (key === undefined || answers === undefined) return { status: 599, body: `the script has no answer to ${full}` };
    if (typeof answers === "function") return answers(request);
    if (!isList(answers)) return answers;
    const number = played.get(key) ?? 0;
    played.set(key, number + 1);
    return answers[Math.min(number, answers.length - 1)] ?? { status: 599, body: `the script of ${key} is empty` };
  };
}

const isList = (answers: ScriptedAnswer | readonly ScriptedAnswer[]): answers is readonly ScriptedAnswer[] =>
  Array.isArray(answers);

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** A server on a free port of 127.0.0.1 that plays the script and keeps every request. */
export async function scriptedServer(script: HttpScript): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const next = director(script);
  const server = createServer((request, response) => {
    seen(request).then(
      (one) => {
        requests.push(one);
        play(next(one), response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
