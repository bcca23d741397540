import { type Digest, digestOf } from "../registry/digest.ts";
import type { Healthcheck } from "./healthcheck.ts";
import type { Layer } from "./layer.ts";

/** How a container of an image starts; the names are the OCI image specification's. */
export interface ImageConfig {
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  // Docker's own additions to the specification
  readonly Healthcheck?: Healthcheck;
  readonly OnBuild?: readonly string[];
  readonly Shell?: readonly string[];
}

/** Without what is empty, as builders write it. */
const withoutEmpty = (config: ImageConfig): ImageConfig =>
  Object.fromEntries(
    Object.entries(config).filter(([, value]) =>
      typeof value === "object" ? Object.keys(value).length > 0 : value !== "",
    ),
  );

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** `v7` */
  readonly variant?: string;
}

/** A finished image: everything a registry needs to hold it. */
export interface Image {
  readonly digest: Digest;
  readonly manifest: Buffer;
  readonly configDigest: Digest;
  readonly config: Buffer;
  readonly layers: readonly Layer[];
  readonly platform: Platform;
}

export const mediaTypes = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
} as const;

export interface History {
  readonly created_by: string;
  readonly empty_layer?: true;
}

export function assembleImage(parts: {
  readonly config: ImageConfig;
  readonly layers: readonly Layer[];
  readonly history: readonly History[];
  readonly platform: Platform;
  readonly annotations: Readonly<Record<string, string>>;
}): Image {
  const { config: settings, layers, history, platform, annotations } = parts;
  const config = Buffer.from(
    JSON.stringify({
      created: new Date(0).toISOString(),
      architecture: platform.architecture,
      ...(platform.variant === undefined ? {} : { variant: platform.variant }),
      os: platform.os,
      config: withoutEmpty(settings),
      rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.digest) },
      history: history.map((entry) => ({ created: new Date(0).toISOString(), ...entry })),
    }),
  );
  const configDigest = digestOf(config);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: { mediaType: mediaTypes.config, digest: configDigest, size: config.length },
      layers: layers.map(({ digest, content }) => ({ mediaType: mediaTypes.layer, digest, size: content.length })),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    }),
  );
  return { digest: digestOf(manifest), manifest, configDigest, config, layers, platform };
}
