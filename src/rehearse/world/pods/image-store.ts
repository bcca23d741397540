import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";
import * as v from "valibot";
import { mediaTypes } from "../images/image.ts";
import type { Reference } from "../images/push.ts";
import { digestOf } from "../registry/digest.ts";

const Descriptor = v.object({
  digest: v.string(),
  mediaType: v.optional(v.string(), ""),
  platform: v.optional(v.object({ os: v.string(), architecture: v.string() })),
});
const Manifest = v.object({
  config: v.optional(Descriptor),
  layers: v.optional(v.array(Descriptor), []),
  manifests: v.optional(v.array(Descriptor), []),
});
const Config = v.object({
  config: v.optional(
    v.object({
      Env: v.optional(v.array(v.string()), []),
      Entrypoint: v.nullish(v.array(v.string())),
      Cmd: v.nullish(v.array(v.string())),
      WorkingDir: v.optional(v.string(), "/"),
    }),
    {},
  ),
});

/** An image on disk, ready to be run as a process. */
export interface PulledImage {
  /** of the manifest that was run, an index resolved */
  readonly digest: string;
  readonly root: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDir: string;
}

/** The registry has no such image: asking again will not help. */
export class ImageNotFound extends Error {}

async function get(url: string, accept?: string): Promise<Response> {
  const response = await fetch(url, accept ? { headers: { accept } } : {});
  if (response.status === 404) throw new ImageNotFound(`${url}: not found`);
  if (!response.ok) throw new Error(`unexpected status from GET request to ${url}: ${response.status}`);
  return response;
}

async function verified(url: string, digest: string, accept?: string): Promise<Buffer> {
  const content = Buffer.from(await (await get(url, accept)).arrayBuffer());
  const actual = digestOf(content);
  if (digest !== "" && actual !== digest) throw new Error(`${url}: expected ${digest}, got ${actual}`);
  return content;
}

/** A path of an archive, or undefined where it would leave its root. */
function safe(root: string, name: string): string | undefined {
  const path = normalize(name).replace(/^\/+/, "");
  return path.startsWith("..") || isAbsolute(path) ? undefined : join(root, path);
}

async function unpack(layer: Buffer, root: string): Promise<void> {
  const plain = layer[0] === 0x1f ? gunzipSync(layer) : layer;
  const entries = extract();
  Readable.from([plain]).pipe(entries);
  for await (const entry of entries) {
    const { name, type, mode, linkname } = entry.header;
    const path = safe(root, name);
    const chunks: Buffer[] = [];
    for await (const chunk of entry) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    if (path === undefined) throw new Error(`the layer holds "${name}", which leaves its root`);
    const [, whiteout] = /(?:^|\/)\.wh\.([^/]+)$/.exec(name) ?? [];
    await mkdir(dirname(path), { recursive: true });
    if (whiteout === ".wh..opq") {
      for (const old of await readdir(dirname(path)))
        await rm(join(dirname(path), old), { recursive: true, force: true });
    } else if (whiteout !== undefined) await rm(join(dirname(path), whiteout), { recursive: true, force: true });
    else if (type === "directory") await mkdir(path, { recursive: true });
    else if (type === "symlink") {
      const target = safe(root, join(dirname(name), linkname ?? ""));
      await rm(path, { force: true });
      // a link out of the image would let a process read this machine's files under the image's name
      if (target !== undefined && !isAbsolute(linkname ?? "")) await symlink(linkname ?? "", path);
    } else if (type === "link") {
      const target = safe(root, linkname ?? "");
      if (target !== undefined) await copyFile(target, path);
    } else await writeFile(path, Buffer.concat(chunks), { mode: mode ?? 0o644 });
  }
}

/** Images by digest, fetched once each from a registry on loopback and verified piece by piece. */
export class ImageStore {
  readonly #folder: string;
  readonly #pulls = new Map<string, Promise<PulledImage>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async pull(reference: Reference): Promise<PulledImage> {
    const base = `http://${reference.registry}/v2/${reference.name}`;
    const wanted = reference.digest ?? reference.tag ?? "latest";
    const accept = `${mediaTypes.index}, ${mediaTypes.manifest}, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json`;
    const content = await verified(`${base}/manifests/${wanted}`, reference.digest ?? "", accept);
    const manifest = v.parse(Manifest, JSON.parse(content.toString()));
    const own = process.arch === "arm64" ? "arm64" : "amd64";
    const [first] = manifest.manifests;
    if (first) {
      const chosen = manifest.manifests.find((item) => item.platform?.architecture === own) ?? first;
      return this.pull({ ...reference, digest: chosen.digest });
    }
    const digest = digestOf(content);
    const known = this.#pulls.get(digest);
    if (known) return known;
    const pulling = this.#fetch(base, digest, manifest);
    this.#pulls.set(digest, pulling);
    pulling.catch(() => this.#pulls.delete(digest));
    return pulling;
  }

  async #fetch(base: string, digest: string, manifest: v.InferOutput<typeof Manifest>): Promise<PulledImage> {
    const configDigest = manifest.config?.digest ?? "";
    const { config } = v.parse(
      Config,
      JSON.parse((await verified(`${base}/blobs/${configDigest}`, configDigest)).toString()),
    );
    const root = join(this.#folder, digest.replace(":", "-"));
    if (!existsSync(root)) {
      await mkdir(this.#folder, { recursive: true });
      const half = await mkdtemp(join(this.#folder, "pull-"));
      for (const layer of manifest.layers)
        await unpack(await verified(`${base}/blobs/${layer.digest}`, layer.digest), half);
      await rename(half, root);
    }
    return {
      digest,
      root,
      env: config.Env ?? [],
      entrypoint: config.Entrypoint ?? [],
      command: config.Cmd ?? [],
      workingDir: config.WorkingDir ?? "/",
    };
  }
}
