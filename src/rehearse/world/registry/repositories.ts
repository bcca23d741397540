import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { Blobs } from "./blobs.ts";
import { type Digest, digestOf, isDigest } from "./digest.ts";
import { Refusal } from "./refusal.ts";

const Descriptor = v.object({
  mediaType: v.optional(v.string(), ""),
  digest: v.string(),
  size: v.number(),
  artifactType: v.optional(v.string()),
  annotations: v.optional(v.record(v.string(), v.string())),
});

const Manifest = v.looseObject({
  schemaVersion: v.literal(2),
  mediaType: v.optional(v.string()),
  artifactType: v.optional(v.string()),
  config: v.optional(Descriptor),
  layers: v.optional(v.array(Descriptor)),
  manifests: v.optional(v.array(Descriptor)),
  subject: v.optional(Descriptor),
  annotations: v.optional(v.record(v.string(), v.string())),
});
export type Manifest = v.InferOutput<typeof Manifest>;

export interface StoredManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content: Buffer;
}

function parseManifest(content: Buffer): Manifest {
  try {
    return v.parse(Manifest, JSON.parse(content.toString("utf8")));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal("MANIFEST_INVALID", `not an OCI or Docker v2 manifest: ${why}`);
  }
}

/** Names, tags and the manifests that belong to them. The bytes of a manifest are a blob; a repository holds links. */
export class Repositories {
  readonly #folder: string;
  readonly #blobs: Blobs;

  constructor(folder: string, blobs: Blobs) {
    this.#folder = folder;
    this.#blobs = blobs;
  }

  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
  }

  // a repository's name holds slashes and its parts may be called "tags": one flat folder per repository
  #path(name: string, ...rest: string[]): string {
    return join(this.#folder, encodeURIComponent(name), ...rest);
  }

  async #link(name: string, kind: "tags" | "manifests" | "blobs", key: string, value: string): Promise<void> {
    const folder = this.#path(name, kind);
    await mkdir(folder, { recursive: true });
    const half = join(folder, `.${process.pid}.${Math.random().toString(36).slice(2)}`);
    await writeFile(half, value);
    await rename(half, join(folder, key));
  }

  async #typeOf(name: string, digest: string): Promise<string | undefined> {
    return readFile(this.#path(name, "manifests", digest.slice(7)), "utf8").catch(() => undefined);
  }

  /** A blob's size, or undefined where this repository has none of that digest, whoever else has it. */
  async sizeOfBlob(name: string, digest: string): Promise<number | undefined> {
    const linked = await stat(this.#path(name, "blobs", digest.slice(7))).catch(() => undefined);
    return linked === undefined ? undefined : this.#blobs.size(digest);
  }

  addBlob(name: string, digest: string): Promise<void> {
    return this.#link(name, "blobs", digest.slice(7), "");
  }

  /** True where the other repository has it, and now this one as well. */
  async mount(name: string, digest: Digest, from: string): Promise<boolean> {
    if ((await this.sizeOfBlob(from, digest)) === undefined) return false;
    await this.addBlob(name, digest);
    return true;
  }

  /** The bytes stay, for other repositories may have them too: they go with the rehearsal. */
  async removeBlob(name: string, digest: string): Promise<void> {
    await rm(this.#path(name, "blobs", digest.slice(7)));
  }

  async put(
    name: string,
    reference: string,
    mediaType: string,
    content: Buffer,
  ): Promise<StoredManifest & { manifest: Manifest }> {
    const manifest = parseManifest(content);
    const missing: string[] = [];
    for (const { digest } of [...(manifest.config ? [manifest.config] : []), ...(manifest.layers ?? [])])
      if ((await this.sizeOfBlob(name, digest)) === undefined) missing.push(digest);
    for (const { digest } of manifest.manifests ?? [])
      if ((await this.#typeOf(name, digest)) === undefined) missing.push(digest);
    if (missing.length > 0)
      throw new Refusal(
        "MANIFEST_BLOB_UNKNOWN",
        `the manifest names what was never pushed here: ${missing.join(", ")}`,
      );
    const actual = digestOf(content);
    if (isDigest(reference) && reference !== actual)
      throw new Refusal("DIGEST_INVALID", `pushed as ${reference}, its bytes are ${actual}`);
    const digest = await this.#blobs.put(content);
    const type = mediaType || manifest.mediaType || "application/vnd.oci.image.manifest.v1+json";
    await this.#link(name, "manifests", digest.slice(7), type);
    if (!isDigest(reference)) await this.#link(name, "tags", reference, digest);
    return { digest, mediaType: type, content, manifest };
  }

  async resolve(name: string, reference: string): Promise<Digest> {
    if (isDigest(reference)) return reference;
    const linked = await readFile(this.#path(name, "tags", reference), "utf8").catch(() => "");
    if (isDigest(linked)) return linked;
    throw new Refusal("MANIFEST_UNKNOWN", `${name} has no tag ${reference}`);
  }

  async get(name: string, reference: string): Promise<StoredManifest> {
    const digest = await this.resolve(name, reference);
    const mediaType = await this.#typeOf(name, digest);
    if (mediaType === undefined) throw new Refusal("MANIFEST_UNKNOWN", `${name} has no manifest ${digest}`);
    const chunks: Buffer[] = [];
    for await (const chunk of this.#blobs.open(digest)) chunks.push(Buffer.from(chunk));
    return { digest, mediaType, content: Buffer.concat(chunks) };
  }

  async remove(name: string, reference: string): Promise<void> {
    const digest = await this.resolve(name, reference);
    if (!isDigest(reference)) return rm(this.#path(name, "tags", reference));
    await this.get(name, digest);
    await rm(this.#path(name, "manifests", digest.slice(7)));
    for (const tag of await this.tags(name))
      if ((await this.resolve(name, tag)) === digest) await rm(this.#path(name, "tags", tag));
  }

  async tags(name: string): Promise<string[]> {
    const names = await readdir(this.#path(name, "tags")).catch(() => undefined);
    if (names) return names.filter((tag) => !tag.startsWith(".")).sort();
    if (await readdir(this.#path(name)).catch(() => undefined)) return [];
    throw new Refusal("NAME_UNKNOWN", `there is no repository ${name} here`);
  }

  async names(): Promise<string[]> {
    return (await readdir(this.#folder)).map(decodeURIComponent).sort();
  }

  /** What points at a manifest as its subject: signatures, attestations, SBOMs. */
  async referrers(
    name: string,
    digest: string,
    artifactType: string | undefined,
  ): Promise<v.InferOutput<typeof Descriptor>[]> {
    const found = [];
    for (const hex of await readdir(this.#path(name, "manifests")).catch(() => [])) {
      if (hex.startsWith(".")) continue;
      const stored = await this.get(name, `sha256:${hex}`);
      const manifest = parseManifest(stored.content);
      if (manifest.subject?.digest !== digest) continue;
      const type = manifest.artifactType || manifest.config?.mediaType;
      if (artifactType !== undefined && artifactType !== type) continue;
      found.push({
        mediaType: stored.mediaType,
        digest: stored.digest,
        size: stored.content.length,
        ...(type ? { artifactType: type } : {}),
        ...(manifest.annotations ? { annotations: manifest.annotations } : {}),
      });
    }
    return found;
  }
}
