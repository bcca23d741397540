import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Blobs } from "./blobs.ts";
import { isDigest } from "./digest.ts";
import { Refusal } from "./refusal.ts";
import type { Repositories } from "./repositories.ts";
import type { Route } from "./route.ts";
import type { Uploads } from "./uploads.ts";

export interface Stores {
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly repositories: Repositories;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly query: URLSearchParams;
}

const manifestLimit = 4 * 1024 * 1024;

async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    size += piece.length;
    if (size > manifestLimit) throw new Refusal("SIZE_INVALID", `a manifest may have ${manifestLimit} bytes`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

function json(response: ServerResponse, value: unknown, type = "application/json"): void {
  response.writeHead(200, { "content-type": type }).end(JSON.stringify(value));
}

function unsupported(method: string, what: string): never {
  throw new Refusal("UNSUPPORTED", `${method} is not something one does to ${what}`);
}

/** `?n=2&last=b` pages through a sorted list, the rest announced in a Link header. */
function page(names: readonly string[], { query, response }: Exchange, path: string): readonly string[] {
  const last = query.get("last");
  const after = last === null ? names : names.filter((name) => name > last);
  const count = query.get("n") === null ? after.length : Number(query.get("n"));
  const shown = after.slice(0, count);
  if (shown.length < after.length)
    response.setHeader("link", `<${path}?n=${count}&last=${encodeURIComponent(shown.at(-1) ?? "")}>; rel="next"`);
  return shown;
}

async function blob(
  route: Route & { kind: "blob" },
  { request, response, method }: Exchange,
  { blobs }: Stores,
): Promise<void> {
  const size = await blobs.size(route.digest);
  if (size === undefined) throw new Refusal("BLOB_UNKNOWN", `${route.name} has no blob ${route.digest}`);
  if (method === "DELETE") {
    await blobs.remove(route.digest);
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

async function startUpload(name: string, exchange: Exchange, { blobs, uploads }: Stores): Promise<void> {
  const { request, response, method, query } = exchange;
  if (method !== "POST") unsupported(method, "the list of uploads");
  const mount = query.get("mount");
  // content is shared by all repositories, so a mount from another one is only a question of whether it is here
  if (mount !== null && isDigest(mount) && (await blobs.size(mount)) !== undefined) {
    response.writeHead(201, { location: `/v2/${name}/blobs/${mount}`, "docker-content-digest": mount }).end();
    return;
  }
  const id = await uploads.start(name);
  const digest = query.get("digest");
  if (digest === null) {
    response
      .writeHead(202, { location: `/v2/${name}/blobs/uploads/${id}`, range: "0-0", "docker-upload-uuid": id })
      .end();
    return;
  }
  await uploads.append(name, id, request, undefined);
  await finishUpload(name, id, digest, exchange, uploads);
}

async function finishUpload(
  name: string,
  id: string,
  digest: string,
  { response }: Exchange,
  uploads: Uploads,
): Promise<void> {
  if (!isDigest(digest)) throw new Refusal("DIGEST_INVALID", `"${digest}" is no sha256 digest`);
  await uploads.finish(name, id, digest);
  response.writeHead(201, { location: `/v2/${name}/blobs/${digest}`, "docker-content-digest": digest }).end();
}

async function upload(route: Route & { kind: "upload" }, exchange: Exchange, { uploads }: Stores): Promise<void> {
  const { request, response, method, query } = exchange;
  const { name, id } = route;
  const where = { location: `/v2/${name}/blobs/uploads/${id}`, "docker-upload-uuid": id };
  const upTo = (size: number) => `0-${Math.max(size - 1, 0)}`;
  if (method === "GET") {
    response.writeHead(204, { ...where, range: upTo(await uploads.received(name, id)) }).end();
  } else if (method === "PATCH") {
    const size = await uploads.append(name, id, request, request.headers["content-range"]);
    response.writeHead(202, { ...where, range: upTo(size) }).end();
  } else if (method === "PUT") {
    await uploads.append(name, id, request, undefined);
    await finishUpload(name, id, query.get("digest") ?? "", exchange, uploads);
  } else if (method === "DELETE") {
    await uploads.cancel(name, id);
    response.writeHead(204).end();
  } else unsupported(method, "an upload");
}

async function manifest(
  route: Route & { kind: "manifest" },
  exchange: Exchange,
  { repositories }: Stores,
): Promise<void> {
  const { request, response, method } = exchange;
  const { name, reference } = route;
  if (method === "PUT") {
    const stored = await repositories.put(name, reference, request.headers["content-type"] ?? "", await whole(request));
    const subject = stored.manifest.subject?.digest;
    response
      .writeHead(201, {
        location: `/v2/${name}/manifests/${stored.digest}`,
        "docker-content-digest": stored.digest,
        ...(subject ? { "oci-subject": subject } : {}),
      })
      .end();
  } else if (method === "GET" || method === "HEAD") {
    const stored = await repositories.get(name, reference);
    response.writeHead(200, {
      "content-type": stored.mediaType,
      "content-length": stored.content.length,
      "docker-content-digest": stored.digest,
    });
    response.end(method === "HEAD" ? undefined : stored.content);
  } else if (method === "DELETE") {
    await repositories.remove(name, reference);
    response.writeHead(202).end();
  } else unsupported(method, "a manifest");
}

/** Answers one request that has a route. */
export async function answer(route: Route, exchange: Exchange, stores: Stores): Promise<void> {
  const { response, query } = exchange;
  switch (route.kind) {
    case "ping":
      return json(response, {});
    case "catalog":
      return json(response, { repositories: page(await stores.repositories.names(), exchange, "/v2/_catalog") });
    case "tags":
      return json(response, {
        name: route.name,
        tags: page(await stores.repositories.tags(route.name), exchange, `/v2/${route.name}/tags/list`),
      });
    case "referrers": {
      const type = query.get("artifactType") ?? undefined;
      if (type !== undefined) response.setHeader("oci-filters-applied", "artifactType");
      const manifests = await stores.repositories.referrers(route.name, route.digest, type);
      const index = { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests };
      return json(response, index, index.mediaType);
    }
    case "blob":
      return blob(route, exchange, stores);
    case "upload-start":
      return startUpload(route.name, exchange, stores);
    case "upload":
      return upload(route, exchange, stores);
    case "manifest":
      return manifest(route, exchange, stores);
  }
}
