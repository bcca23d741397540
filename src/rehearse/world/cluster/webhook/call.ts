import { request as httpsRequest } from "node:https";
import { at } from "../json/path.ts";
import { isObject, type JsonObject, numberOr, stringOr } from "../json/value.ts";
import { internalError } from "../status/refusals.ts";
import type { StatusError } from "../status/status-error.ts";

/** Asks one webhook. Undefined: it could not be asked, and its policy is to go on without it. */
export async function callWebhook(hook: JsonObject, review: JsonObject): Promise<JsonObject | undefined> {
  const answer = await post(hook, JSON.stringify(review));
  if (typeof answer !== "string") return answer;
  if (hook["failurePolicy"] === "Ignore") return undefined;
  throw failed(hook, answer);
}

function failed(hook: JsonObject, why: string): StatusError {
  return internalError(`failed calling webhook ${JSON.stringify(hook["name"])}: ${why}`);
}

/** The `response` of the review that comes back, or why there is none. */
function post(hook: JsonObject, body: string): Promise<JsonObject | string> {
  const address = stringOr(at(hook, "clientConfig", "url"));
  if (address === undefined) {
    const service = `${String(at(hook, "clientConfig", "service", "namespace"))}/${String(at(hook, "clientConfig", "service", "name"))}`;
    return Promise.resolve(`failed to call webhook: this cluster reaches webhooks by url only, not service ${service}`);
  }
  const seconds = numberOr(hook["timeoutSeconds"], 10);
  const url = new URL(address);
  url.searchParams.set("timeout", `${seconds}s`);
  const bundle = stringOr(at(hook, "clientConfig", "caBundle"));
  const failure = (why: string) => `failed to call webhook: Post ${JSON.stringify(url.toString())}: ${why}`;
  return new Promise((resolve) => {
    const outgoing = httpsRequest(
      url,
      {
        method: "POST",
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
        ...(bundle === undefined ? {} : { ca: Buffer.from(bundle, "base64") }),
        agent: false,
        signal: AbortSignal.timeout(seconds * 1000),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => resolve(responseIn(Buffer.concat(chunks).toString("utf8"), incoming.statusCode ?? 0)));
      },
    );
    outgoing.on("error", (error) => resolve(failure(inGoWords(error, url))));
    outgoing.end(body);
  });
}

function responseIn(body: string, code: number): JsonObject | string {
  if (code !== 200) return `failed to call webhook: the server responded with status code ${code}`;
  try {
    const value: unknown = JSON.parse(body);
    const response = isObject(value) ? value["response"] : undefined;
    return isObject(response) ? response : "failed to call webhook: the answer holds no response";
  } catch {
    return "failed to call webhook: the answer is not JSON";
  }
}

function inGoWords(error: Error, url: URL): string {
  const code = "code" in error ? String(error.code) : "";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "context deadline exceeded";
  const port = url.port === "" ? "443" : url.port;
  if (code === "ECONNREFUSED") return `dial tcp ${url.hostname}:${port}: connect: connection refused`;
  if (code === "ENOTFOUND") return `dial tcp: lookup ${url.hostname}: no such host`;
  return error.message;
}
