import { pipeline } from "node:stream/promises";
import { Refusal } from "../refusal.ts";
import type { Route } from "../route.ts";
import { type Exchange, type Stores, unsupported } from "./exchange.ts";

export async function blob(
  route: Route & { kind: "blob" },
  { request, response, method }: Exchange,
  { blobs, repositories }: Stores,
): Promise<void> {
  const size = await repositories.sizeOfBlob(route.name, route.digest);
  if (size === undefined) throw new Refusal("BLOB_UNKNOWN", `${route.name} has no blob ${route.digest}`);
  if (method === "DELETE") {
    await repositories.removeBlob(route.name, route.digest);
    response.writeHead(202).end();
    return;
  }
  if (method !== "GET" && method !== "HEAD") unsupported(method, "a blob");
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const from = range ? Number(range[1]) : 0;
  const to = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (range && from > to) {
    response.writeHead(416, { "content-range": `bytes */${size}` }).end();
    return;
  }
  response.writeHead(range ? 206 : 200, {
    "content-type": "application/octet-stream",
    "content-length": to - from + 1,
    "accept-ranges": "bytes",
    "docker-content-digest": route.digest,
    ...(range ? { "content-range": `bytes ${from}-${to}/${size}` } : {}),
  });
  if (method === "HEAD" || size === 0) response.end();
  else await pipeline(blobs.open(route.digest, from, to), response);
}
