import { createHash } from "node:crypto";
import { ActionError, type Digest } from "../../../src/action/index.ts";
import { type Json, numberAt, objectAt, objectsAt, textAt } from "../../../src/release/json/json.ts";
import { noPlatform, platformName } from "../../../src/release/registry/platform.ts";

/** A blob that a manifest or index names. */
export interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

/** One platform of an image, as it goes into the layout. */
export interface PlatformManifest extends Descriptor {
  readonly platform: string;
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** A digest names a file later: anything else in its place must not. */
export function descriptor(value: Json | undefined, what: string): Descriptor {
  const [digest, mediaType] = [textAt(value, "digest") ?? "", textAt(value, "mediaType") ?? ""];
  const size = numberAt(value, "size") ?? -1;
  if (!digestPattern.test(digest) || size < 0)
    throw new ActionError("wrong-digest", `${what} names a blob without a digest and size`, {
      expected: "sha256:… and a size",
      came: JSON.stringify(value ?? null).slice(0, 200),
    });
  return { digest, mediaType, size };
}

export const isIndex = (document: Json): boolean => objectsAt(document, "manifests").length > 0;

export const manifestsIn = (index: Json, what: string): readonly PlatformManifest[] =>
  objectsAt(index, "manifests").flatMap((entry) => {
    const platform = platformName(entry["platform"]);
    return platform === undefined || platform === noPlatform ? [] : [{ ...descriptor(entry, what), platform }];
  });

/** Layers that registries do not hold (Windows' own) are not part of what can be scanned. */
const elsewhere = /foreign|nondistributable/;

export const blobsOf = (manifest: Json, what: string): readonly Descriptor[] => [
  descriptor(objectAt(manifest, "config"), what),
  ...objectsAt(manifest, "layers")
    .map((layer) => descriptor(layer, what))
    .filter(({ mediaType }) => !elsewhere.test(mediaType)),
];

export const digestOf = (content: string | Uint8Array): Digest =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;

export function checkDigest(content: Uint8Array, digest: string, what: string): void {
  const came = digestOf(content);
  if (came !== digest)
    throw new ActionError("wrong-digest", `${what} is not what its digest says`, { expected: digest, came });
}

/** The reference by which the scanner finds one platform in the layout: `linux/arm64/v8` → `linux-arm64-v8`. */
export const layoutTag = (platform: string): string => platform.replace(/[^A-Za-z0-9]+/g, "-");
