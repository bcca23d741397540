import { createHash } from "node:crypto";
import { join } from "node:path";
import { ActionError, type Deps, type Digest } from "../../../src/action/index.ts";
import { type Json, parseJson, textAt } from "../../../src/release/json/json.ts";
import { platformName } from "../../../src/release/registry/platform.ts";
import { docker } from "../docker/call.ts";
import { configFor, imagesIn, layersIn, type PlatformImage } from "./contents.ts";

/** Where an image can be looked at. */
export interface ImageSource {
  /** the manifest or index behind a digest, as its bytes are */
  readonly manifest: (digest: string) => Promise<string>;
  /** the configuration of one platform's image */
  readonly config: (manifest: Json, platform: string | undefined) => Promise<Json | undefined>;
}

const builderFlag = (builder: string | undefined) => (builder === undefined ? [] : [`--builder=${builder}`]);

/** What a registry gives for a tag or digest, as text. */
export async function rawManifest(reference: string, builder: string | undefined, deps: Deps): Promise<string> {
  const args = ["buildx", "imagetools", "inspect", ...builderFlag(builder), "--raw", reference];
  return (await docker(`looking at ${reference}`, args, deps)).stdout;
}

export function inRegistry(name: string, digest: Digest, builder: string | undefined, deps: Deps): ImageSource {
  let configs: Promise<Json> | undefined;
  const all = async () => {
    const reference = `${name}@${digest}`;
    const args = ["buildx", "imagetools", "inspect", ...builderFlag(builder), "--format={{json .Image}}", reference];
    return parseJson((await docker(`looking at ${reference}`, args, deps)).stdout);
  };
  return {
    manifest: (wanted) => rawManifest(`${name}@${wanted}`, builder, deps),
    config: async (_, platform) => {
      configs ??= all();
      return configFor(await configs, platform ?? "");
    },
  };
}

export function inLayout(folder: string, { files }: Deps): ImageSource {
  const blob = (digest: string) => files.read(join(folder, "blobs", ...digest.split(":")));
  return {
    manifest: blob,
    config: async (manifest) => {
      const digest = textAt(manifest, "config", "digest");
      return digest === undefined ? undefined : parseJson(await blob(digest));
    },
  };
}

export const digestOf = (text: string): Digest => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** Is the text what the digest says? A tool may have ended it with a line break of its own. */
export function checkDigest(text: string, digest: string, what: string): void {
  const came = digestOf(text);
  if (came !== digest && digestOf(text.replace(/\n$/, "")) !== digest)
    throw new ActionError("wrong-digest", `${what} is not what was built`, { expected: digest, came });
}

/** The platforms of an image with their layers. What is read is checked against the digest first. */
export async function imagesOf(digest: Digest, what: string, source: ImageSource): Promise<readonly PlatformImage[]> {
  const text = await source.manifest(digest);
  checkDigest(text, digest, what);
  const top = parseJson(text);
  const listed = imagesIn(top);
  if (listed.length === 0) {
    const config = await source.config(top, undefined);
    return [{ platform: platformName(config) ?? "unknown", layers: layersIn(top, config) }];
  }
  const images: PlatformImage[] = [];
  for (const { digest: own, platform } of listed) {
    const manifest = parseJson(await source.manifest(own));
    images.push({ platform, layers: layersIn(manifest, await source.config(manifest, platform)) });
  }
  return images;
}
