import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Json } from "./call.ts";

/** What a token may still ask, as GitHub counts: an answer that has not changed costs nothing. */
export interface Allowance {
  used: number;
  readonly limit: number;
  /** seconds since 1970 */
  readonly reset: number;
}

/** One page of a list, and where the others are: https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function paged(list: readonly Json[], url: URL): { readonly body: readonly Json[]; readonly link: string } {
  const size = Math.min(100, Math.max(1, Number(url.searchParams.get("per_page") ?? 30) || 30));
  const page = Math.max(1, Number(url.searchParams.get("page") ?? 1) || 1);
  const last = Math.max(1, Math.ceil(list.length / size));
  const to = (number: number, rel: string) => {
    const other = new URL(url);
    other.searchParams.set("page", String(number));
    return `<${other}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
    ...(page > 1 ? [to(1, "first")] : []),
  ];
  return { body: list.slice((page - 1) * size, page * size), link: links.join(", ") };
}

const tags = (header: string | undefined) => (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));

/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate */
function isKnown(request: IncomingMessage, etag: string): boolean {
  const known = tags(request.headers["if-none-match"]);
  return known.includes("*") || known.includes(etag.replace(/^W\//, ""));
}

/** Sends an answer as GitHub does: the page that was asked for, nothing where the client has it already, no body to HEAD. */
export function reply(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, list, headers }: Answer,
  { at, allowance }: { readonly at: URL; readonly allowance: Allowance },
): number {
  const sent = list ? paged(list, at) : { body, link: "" };
  const text = status === 204 ? "" : JSON.stringify(sent.body);
  const reads = request.method === "GET" || request.method === "HEAD";
  const etag = `W/"${createHash("sha256").update(`${text}${sent.link}`).digest("hex")}"`;
  const unchanged = reads && status === 200 && isKnown(request, etag);
  if (!unchanged) allowance.used += 1;
  const shown = unchanged ? 304 : status;
  response.writeHead(shown, {
    ...(unchanged || status === 204 ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...(reads && status === 200 ? { etag, "cache-control": "private, max-age=60, s-maxage=60" } : {}),
    "x-github-media-type": "github.v3; format=json",
    "x-ratelimit-limit": String(allowance.limit),
    "x-ratelimit-remaining": String(Math.max(0, allowance.limit - allowance.used)),
    "x-ratelimit-used": String(allowance.used),
    "x-ratelimit-reset": String(allowance.reset),
    "x-ratelimit-resource": "core",
    ...headers,
    ...(sent.link === "" ? {} : { link: sent.link }),
  });
  response.end(shown === 304 || request.method === "HEAD" ? undefined : text);
  return shown;
}
