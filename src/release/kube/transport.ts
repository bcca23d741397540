import { Agent, type IncomingMessage, request } from "node:http";

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly accept?: string;
  /** How long without a single byte before we give up. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly code: number;
  readonly retryAfter: number | undefined;
  readonly warnings: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it arrives; ends with an error when the connection breaks before its end. */
  readonly chunks: AsyncIterable<Buffer>;
}

/** Sends one request; rejects when no answer came. The only thing the client needs from the world. */
export type Transport = (call: Call) => Promise<Answer>;

/** HTTP over the private Unix socket on which `kubectl proxy` listens. */
export function socketTransport(socketPath: () => string): { send: Transport; close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send: Transport = (call) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          agent,
          socketPath: socketPath(),
          method: call.method,
          path: call.path,
          timeout: call.timeoutMs,
          ...(call.signal === undefined ? {} : { signal: call.signal }),
          headers: {
            host: "localhost",
            accept: call.accept ?? "application/json",
            "user-agent": "tidegate",
            ...(call.body === undefined
              ? {}
              : {
                  "content-type": call.contentType ?? "application/json",
                  "content-length": Buffer.byteLength(call.body),
                }),
          },
        },
        (answer) => resolve(toAnswer(answer)),
      );
      sent.on("timeout", () => sent.destroy(new Error(`no byte for ${call.timeoutMs} ms`)));
      sent.on("error", reject);
      sent.end(call.body);
    });
  return { send, close: () => agent.destroy() };
}

function toAnswer(answer: IncomingMessage): Answer {
  const seconds = Number(answer.headers["retry-after"]);
  return {
    code: answer.statusCode ?? 0,
    retryAfter: answer.headers["retry-after"] !== undefined && seconds >= 0 ? seconds : undefined,
    warnings: readWarnings(answer.headers.warning),
    headers: Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : (value ?? ""),
      ]),
    ),
    chunks: answer,
  };
}

/** `299 - "unknown field \"spec.x\""` → `unknown field "spec.x"`; several come joined by commas. */
function readWarnings(header: string | readonly string[] | undefined): readonly string[] {
  const text = typeof header === "string" ? header : (header ?? []).join(", ");
  return [...text.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((found) => (found[1] ?? "").replace(/\\(.)/g, "$1"));
}

export async function readAll(answer: Answer): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of answer.chunks) parts.push(chunk);
  return Buffer.concat(parts).toString("utf8");
}
