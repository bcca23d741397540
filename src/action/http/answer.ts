import type { JsonValue } from "../../spec/values.ts";
import { kitError } from "../errors/error.ts";
import { parseJson } from "../inputs/json.ts";

/** What a server answered, its body read within bounds. Any status is an answer; what it means is the caller's to say. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

const excerpt = (body: Buffer) => body.subarray(0, 300).toString("utf8").trim();

/** The body of an answer, read as UTF-8. */
export const bodyText = (answer: Answer): string => answer.body.toString("utf8");

/** The answer as JSON, or the error that says what came instead: a proxy's HTML page, half a document, nothing. */
export function bodyJson(answer: Answer, what: string): JsonValue {
  const parsed = parseJson(bodyText(answer));
  if (parsed.ok) return parsed.value;
  const type = answer.headers.get("content-type") ?? "no content type";
  throw kitError("http", `${what} answered ${answer.status} with something that is not JSON (${type})`, {
    expected: "JSON",
    came: answer.body.length === 0 ? "nothing" : excerpt(answer.body),
  });
}

/** The error for a status that the caller does not know what to do with. */
export const badStatus = (answer: Answer, what: string) =>
  kitError("http", `${what} answered ${answer.status}`, {
    expected: "a status in the 200s",
    came: answer.body.length === 0 ? "an empty body" : excerpt(answer.body),
  });
