import { at, isObject, type Json, numberAt, objectsAt, textAt } from "../../../src/release/json/json.ts";
import { noPlatform, platformName } from "../../../src/release/registry/platform.ts";

export interface Layer {
  readonly digest: string;
  /** bytes, packed as the registry holds them */
  readonly size: number;
  /** the line of the Dockerfile, where the configuration tells it */
  readonly madeBy: string | undefined;
}

/** One platform of an image. */
export interface PlatformImage {
  readonly platform: string;
  readonly layers: readonly Layer[];
}

/** The images below an index; none in what is itself a manifest. Attestations are no images. */
export const imagesIn = (index: Json): readonly { readonly digest: string; readonly platform: string }[] =>
  objectsAt(index, "manifests").flatMap((entry) => {
    const platform = platformName(entry["platform"]);
    const digest = textAt(entry, "digest");
    return digest === undefined || platform === undefined || platform === noPlatform ? [] : [{ digest, platform }];
  });

/** `RUN /bin/sh -c npm ci # buildkit` → `RUN npm ci` */
const instruction = (createdBy: string) =>
  createdBy
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, "")
    .replace(/^RUN (\|\d+ .*? )?\/bin\/sh -c /, "RUN ")
    .replace(/\s*# buildkit$/, "");

/** The layers of a manifest, each with the entry of the configuration's history that made one, in the same order. */
export function layersIn(manifest: Json, config: Json | undefined): readonly Layer[] {
  const made = objectsAt(config, "history").filter((entry) => entry["empty_layer"] !== true);
  return objectsAt(manifest, "layers").map((layer, index) => {
    const by = textAt(made[index], "created_by");
    return {
      digest: textAt(layer, "digest") ?? "",
      size: numberAt(layer, "size") ?? 0,
      madeBy: by === undefined ? undefined : instruction(by),
    };
  });
}

/** buildx gives one configuration, or several by platform. */
export function configFor(configs: Json | undefined, platform: string): Json | undefined {
  return isObject(configs) && !("history" in configs || "rootfs" in configs) ? at(configs, platform) : configs;
}

export const totalSize = ({ layers }: PlatformImage): number => layers.reduce((sum, { size }) => sum + size, 0);
