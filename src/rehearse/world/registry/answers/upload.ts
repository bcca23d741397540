import { isDigest } from "../digest.ts";
import { Refusal } from "../refusal.ts";
import { isRepositoryName, type Route } from "../route.ts";
import { type Exchange, type Stores, unsupported } from "./exchange.ts";

export async function startUpload(name: string, exchange: Exchange, stores: Stores): Promise<void> {
  const { request, response, method, query } = exchange;
  const { repositories, uploads } = stores;
  if (method !== "POST") unsupported(method, "the list of uploads");
  const [mount, from] = [query.get("mount") ?? "", query.get("from") ?? ""];
  // a client that may not have it from there sends it instead
  if (isDigest(mount) && isRepositoryName(from) && (await repositories.mount(name, mount, from))) {
    response.writeHead(201, { location: `/v2/${name}/blobs/${mount}`, "docker-content-digest": mount }).end();
    return;
  }
  const digest = query.get("digest");
  const known = digest === null ? undefined : promised(digest);
  const id = await uploads.start(name);
  if (known !== undefined) {
    await uploads.append(name, id, request, undefined);
    await finish(name, id, known, exchange, stores);
  } else {
    response
      .writeHead(202, { location: `/v2/${name}/blobs/uploads/${id}`, range: "0-0", "docker-upload-uuid": id })
      .end();
  }
}

function promised(digest: string) {
  if (isDigest(digest)) return digest;
  throw new Refusal("DIGEST_INVALID", `"${digest}" is no sha256 digest`);
}

async function finish(
  name: string,
  id: string,
  digest: string,
  { response }: Exchange,
  { uploads, repositories }: Stores,
): Promise<void> {
  await uploads.finish(name, id, digest);
  await repositories.addBlob(name, digest);
  response.writeHead(201, { location: `/v2/${name}/blobs/${digest}`, "docker-content-digest": digest }).end();
}

export async function upload(route: Route & { kind: "upload" }, exchange: Exchange, stores: Stores): Promise<void> {
  const { request, response, method, query } = exchange;
  const { name, id } = route;
  const { uploads } = stores;
  const where = { location: `/v2/${name}/blobs/uploads/${id}`, "docker-upload-uuid": id };
  const upTo = (size: number) => `0-${Math.max(size - 1, 0)}`;
  const range = request.headers["content-range"];
  if (method === "GET") {
    response.writeHead(204, { ...where, range: upTo(await uploads.received(name, id)) }).end();
  } else if (method === "PATCH") {
    const size = await uploads.append(name, id, request, range);
    response.writeHead(202, { ...where, range: upTo(size) }).end();
  } else if (method === "PUT") {
    const digest = promised(query.get("digest") ?? "");
    await uploads.append(name, id, request, range);
    await finish(name, id, digest, exchange, stores);
  } else if (method === "DELETE") {
    await uploads.cancel(name, id);
    response.writeHead(204).end();
  } else unsupported(method, "an upload");
}
