import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ActionError, type Deps } from "../../../src/action/index.ts";
import { type Json, parseJson } from "../../../src/release/json/json.ts";
import { platformName } from "../../../src/release/registry/platform.ts";
import {
  blobsOf,
  checkDigest,
  type Descriptor,
  isIndex,
  layoutTag,
  manifestsIn,
  type PlatformManifest,
} from "./manifest.ts";
import type { ImageSource } from "./source.ts";

/** An image on disk, all of it checked: an OCI layout whose index names each platform. */
export interface FetchedImage {
  readonly folder: string;
  readonly platforms: readonly string[];
}

/** layers at once */
const lanes = 3;

const manifestType = "application/vnd.oci.image.manifest.v1+json";

async function saveBlob(blob: Descriptor, folder: string, source: ImageSource): Promise<void> {
  const place = join(folder, "blobs", ...blob.digest.split(":"));
  await source.blob(blob.digest, async (bytes) => {
    const hash = createHash("sha256");
    let size = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        size += chunk.length;
        if (size > blob.size) throw tooLong(blob, size);
        yield chunk;
      }
    };
    await pipeline(bytes, counted, createWriteStream(place, { mode: 0o644 }));
    const came = `sha256:${hash.digest("hex")}`;
    if (came !== blob.digest)
      throw new ActionError("wrong-digest", `layer ${blob.digest} is not what its digest says`, {
        expected: `${blob.digest}, ${blob.size} bytes`,
        came: `${came}, ${size} bytes`,
      });
  });
}

const tooLong = (blob: Descriptor, size: number) =>
  new ActionError("wrong-digest", `layer ${blob.digest} is longer than its manifest says`, {
    expected: `${blob.size} bytes`,
    came: `${size} and more`,
  });

async function inLanes(blobs: readonly Descriptor[], work: (blob: Descriptor) => Promise<void>): Promise<void> {
  const rest = [...blobs];
  const lane = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const distinct = (blobs: readonly Descriptor[]): readonly Descriptor[] => [
  ...new Map(blobs.map((blob) => [blob.digest, blob])).values(),
];

/** A registry and a layout give the same: the manifest behind a digest, checked, and kept in the layout. */
async function readManifest(digest: string, folder: string, source: ImageSource, deps: Deps): Promise<Json> {
  const bytes = await source.manifest(digest);
  checkDigest(bytes, digest, digest);
  await deps.files.writeBytes(join(folder, "blobs", ...digest.split(":")), bytes);
  return parseJson(Buffer.from(bytes).toString("utf8"));
}

function wantedOf(
  all: readonly PlatformManifest[],
  wanted: readonly string[] | undefined,
  what: string,
): readonly PlatformManifest[] {
  const missing = (wanted ?? []).filter((platform) => !all.some((one) => one.platform === platform));
  if (missing.length > 0 || all.length === 0)
    throw new ActionError("image-missing", `${what} has no image for ${missing.join(", ") || "any platform"}`, {
      expected: missing.join(", ") || "at least one platform",
      came: all.map(({ platform }) => platform).join(", ") || "none",
    });
  return wanted === undefined ? all : all.filter(({ platform }) => wanted.includes(platform));
}

/** Fetches an image with all its platforms, outside of the scanner, checks each byte, and lays it out for the scanner. */
export async function fetchImage(
  digest: string,
  wanted: readonly string[] | undefined,
  source: ImageSource,
  deps: Deps,
): Promise<FetchedImage> {
  const folder = await deps.files.temporaryFolder("image");
  await deps.files.makeFolder(join(folder, "blobs/sha256"));
  // the scanner reads it without the rights to look into private folders
  await chmod(folder, 0o755);
  const top = await readManifest(digest, folder, source, deps);
  const listed = isIndex(top) ? wantedOf(manifestsIn(top, digest), wanted, digest) : undefined;
  const manifests: { descriptor: PlatformManifest; blobs: readonly Descriptor[] }[] = [];
  for (const one of listed ?? []) {
    const manifest = await readManifest(one.digest, folder, source, deps);
    manifests.push({ descriptor: one, blobs: blobsOf(manifest, one.digest) });
  }
  if (listed === undefined) {
    const blobs = blobsOf(top, digest);
    const [config] = blobs;
    if (config !== undefined) await saveBlob(config, folder, source);
    const said = parseJson(await deps.files.read(join(folder, "blobs", ...(config?.digest ?? "").split(":"))));
    const size = (await deps.files.readBytes(join(folder, "blobs", ...digest.split(":")))).length;
    const own = { digest, size, mediaType: manifestType, platform: platformName(said) ?? "unknown" };
    manifests.push({ descriptor: wantedOf([own], wanted, digest)[0] ?? own, blobs: blobs.slice(1) });
  }
  const blobs = distinct(manifests.flatMap((one) => one.blobs));
  deps.log.info(`fetching ${manifests.map((one) => one.descriptor.platform).join(", ")}: ${blobs.length} blobs`);
  await inLanes(blobs, (blob) => saveBlob(blob, folder, source));
  await writeIndex(
    folder,
    manifests.map((one) => one.descriptor),
    deps,
  );
  return { folder, platforms: manifests.map((one) => one.descriptor.platform) };
}

async function writeIndex(folder: string, manifests: readonly PlatformManifest[], { files }: Deps): Promise<void> {
  const index = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: manifests.map(({ digest, size, mediaType, platform }) => ({
      mediaType: mediaType || manifestType,
      digest,
      size,
      annotations: { "org.opencontainers.image.ref.name": layoutTag(platform) },
    })),
  };
  const text = (value: object) => Buffer.from(`${JSON.stringify(value)}\n`);
  await files.writeBytes(join(folder, "oci-layout"), text({ imageLayoutVersion: "1.0.0" }));
  await files.writeBytes(join(folder, "index.json"), text(index));
}
