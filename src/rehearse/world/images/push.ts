import { digestOf } from "../registry/digest.ts";
import { type Image, mediaTypes } from "./image.ts";

/** Where an image goes or comes from: `127.0.0.1:5000/shop/frontend:main`, or `…@sha256:…`. */
export interface Reference {
  readonly registry: string;
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Docker's reading: the first part is a registry where it has a dot, a port, or is `localhost`. */
export function parseReference(text: string): Reference {
  const [withTag = "", digest] = text.split("@");
  const slash = withTag.indexOf("/");
  const head = slash < 0 ? "" : withTag.slice(0, slash);
  const hasRegistry = head.includes(".") || head.includes(":") || head === "localhost";
  const registry = hasRegistry ? head : "docker.io";
  const rest = hasRegistry ? withTag.slice(slash + 1) : withTag;
  const colon = rest.lastIndexOf(":");
  const name = colon > rest.lastIndexOf("/") ? rest.slice(0, colon) : rest;
  const tag = name === rest ? undefined : rest.slice(colon + 1);
  return { registry, name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

async function expectStatus(response: Response, ...allowed: number[]): Promise<Response> {
  if (allowed.includes(response.status)) return response;
  throw new Error(`${response.url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
}

async function pushBlob(base: string, name: string, digest: string, content: Buffer): Promise<void> {
  const known = await fetch(`${base}/v2/${name}/blobs/${digest}`, { method: "HEAD" });
  if (known.status === 200) return;
  const url = `${base}/v2/${name}/blobs/uploads/?digest=${digest}`;
  await expectStatus(await fetch(url, { method: "POST", body: new Uint8Array(content) }), 201);
}

/** Pushes over plain HTTP, as one does to a registry on loopback; returns the digest that the registry answered with. */
export async function pushImage(image: Image, to: Reference): Promise<string> {
  const base = `http://${to.registry}`;
  for (const { digest, content } of image.layers) await pushBlob(base, to.name, digest, content);
  await pushBlob(base, to.name, image.configDigest, image.config);
  const response = await fetch(`${base}/v2/${to.name}/manifests/${to.tag ?? image.digest}`, {
    method: "PUT",
    headers: { "content-type": mediaTypes.manifest },
    body: new Uint8Array(image.manifest),
  });
  await expectStatus(response, 201);
  const answered = response.headers.get("docker-content-digest");
  if (answered !== digestOf(image.manifest)) throw new Error(`pushed ${image.digest}, the registry has ${answered}`);
  return answered;
}
