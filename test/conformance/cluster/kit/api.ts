import { Agent, type RequestOptions, request } from "node:https";
import type { Access } from "./kubeconfig.ts";

export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Call {
  readonly query?: Query;
  readonly body?: unknown;
  /** the media type of the body; JSON unless said */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** parsed where it is JSON, else the text */
  readonly body: unknown;
}

/** A raw client: one method a verb of HTTP, and no retry, so that a case sees exactly what was answered. */
export interface Api {
  get(path: string, query?: Query): Promise<Answer>;
  post(path: string, body: unknown, call?: Call): Promise<Answer>;
  put(path: string, body: unknown, call?: Call): Promise<Answer>;
  patch(path: string, type: PatchType, body: unknown, call?: Call): Promise<Answer>;
  delete(path: string, body?: unknown, call?: Call): Promise<Answer>;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** opens a watch; ends with the signal or when the server closes */
  stream(path: string, query: Query, signal: AbortSignal): AsyncIterable<string>;
  /** the same server, as another user */
  as(token: string): Api;
  /** as nobody */
  anonymous(): Api;
  close(): void;
}

const patchTypes = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
};
export type PatchType = keyof typeof patchTypes;

function search(query: Query | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  const written = parameters.toString();
  return written === "" ? "" : `?${written}`;
}

function parsed(text: string, type: string | undefined): unknown {
  return type?.includes("json") ? JSON.parse(text) : text;
}

export function connect(access: Access): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const written = (body: unknown) => (typeof body === "string" ? body : JSON.stringify(body));
  const options = (method: string, path: string, call: Call): RequestOptions => ({
    agent,
    method,
    host: access.server.hostname,
    port: access.server.port,
    path: `${path}${search(call.query)}`,
    ca: access.ca,
    ...(access.certificate ?? {}),
    headers: {
      accept: "application/json",
      ...(access.token === undefined ? {} : { authorization: `Bearer ${access.token}` }),
      ...(call.body === undefined
        ? {}
        : {
            "content-type": call.type ?? "application/json",
            // Node says no length for a DELETE by itself, and a body without a length is none
            "content-length": Buffer.byteLength(written(call.body)),
          }),
      ...call.headers,
    },
  });

  const call = (method: string, path: string, given: Call = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(options(method, path, given), (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: parsed(text, response.headers["content-type"]),
          });
        });
      });
      sent.on("error", reject);
      sent.end(given.body === undefined ? undefined : written(given.body));
    });

  async function* stream(path: string, query: Query, signal: AbortSignal): AsyncIterable<string> {
    const response = await new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
      const sent = request({ ...options("GET", path, { query }), agent: false, signal }, resolve);
      sent.on("error", reject);
      sent.end();
    });
    let rest = "";
    try {
      for await (const chunk of response) {
        rest += chunk.toString("utf8");
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line !== "") yield line;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (rest !== "") yield rest;
  }

  return {
    call,
    stream,
    get: (path, query) => call("GET", path, query === undefined ? {} : { query }),
    post: (path, body, more) => call("POST", path, { ...more, body }),
    put: (path, body, more) => call("PUT", path, { ...more, body }),
    patch: (path, type, body, more) => call("PATCH", path, { ...more, body, type: patchTypes[type] }),
    delete: (path, body, more) => call("DELETE", path, body === undefined ? (more ?? {}) : { ...more, body }),
    as: (token) => connect({ server: access.server, ca: access.ca, token }),
    anonymous: () => connect({ server: access.server, ca: access.ca }),
    close: () => agent.destroy(),
  };
}
