import type { IncomingMessage } from "node:http";
import { Refusal } from "../refusal.ts";
import type { Route } from "../route.ts";
import { type Exchange, type Stores, unsupported } from "./exchange.ts";

const limit = 4 * 1024 * 1024;

/** All of it is read, also where it is too large: a client that still sends would not hear the answer. */
async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    size += piece.length;
    if (size <= limit) chunks.push(piece);
  }
  if (size > limit) throw new Refusal("SIZE_INVALID", `a manifest may have ${limit} bytes, this one has ${size}`, 413);
  return Buffer.concat(chunks);
}

export async function manifest(
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
