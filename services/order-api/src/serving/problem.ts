import type { ErrorRequestHandler, RequestHandler } from "express";
import type { Log } from "./log.ts";

/** One thing wrong with what was sent: where (a JSON pointer or a parameter's name) and what was expected. */
export interface Violation {
  readonly where: string;
  readonly expected: string;
}

/** An answer that says no, as RFC 9457 problem details. Thrown by handlers, sent by `problems`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly title: string;
  readonly violations: readonly Violation[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    title: string,
    detail: string,
    more: { violations?: readonly Violation[]; headers?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.title = title;
    this.violations = more.violations ?? [];
    this.headers = more.headers ?? {};
  }
}

/** What Express' own body reader throws: an error with a status and a code. */
function fromBodyReader(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !("type" in error)) return undefined;
  if (error.type === "entity.too.large")
    return new Problem(413, "Too large", "The body is larger than this service accepts.");
  if (error.type === "entity.parse.failed") return new Problem(400, "Not JSON", "The body could not be read as JSON.");
  if (error.type === "charset.unsupported" || error.type === "encoding.unsupported")
    return new Problem(415, "Unsupported encoding", "Send the body as UTF-8 JSON, uncompressed or gzip.");
  return undefined;
}

/** A path with a broken percent sign: Express says so with a `URIError` that carries 400. */
const fromRouter = (error: unknown): Problem | undefined =>
  error instanceof URIError ? new Problem(400, "Bad path", "The path could not be decoded.") : undefined;

export function problems(log: Log, correlationId: () => string | undefined): ErrorRequestHandler {
  return (error, request, response, next) => {
    const known = error instanceof Problem ? error : (fromBodyReader(error) ?? fromRouter(error));
    const problem =
      known ??
      new Problem(500, "Something broke here", "The error is in this service's log, under the correlation id.");
    if (problem.status >= 500)
      log.error("request failed", { method: request.method, path: request.path, error: known ? known.cause : error });
    if (response.headersSent) return next(error);
    response
      .status(problem.status)
      .set(problem.headers)
      .type("application/problem+json")
      .send(
        JSON.stringify({
          title: problem.title,
          status: problem.status,
          detail: problem.message,
          correlation_id: correlationId(),
          ...(problem.violations.length === 0 ? {} : { violations: problem.violations }),
        }),
      );
  };
}

export const notFound: RequestHandler = (request) => {
  throw new Problem(404, "No such page", `Nothing answers ${request.method} ${request.path} here.`);
};
