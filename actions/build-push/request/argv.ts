import { type BuildSecret, secretVariable } from "./secrets.ts";

/** A build, decided: everything that `docker buildx build` has to be told. */
export interface Build {
  readonly name: string;
  readonly tag: string;
  readonly context: string;
  readonly file: string | undefined;
  readonly target: string | undefined;
  readonly platforms: readonly string[];
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly buildContexts: ReadonlyMap<string, string>;
  readonly secrets: readonly BuildSecret[];
  readonly secretFiles: ReadonlyMap<string, string>;
  readonly ssh: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly provenance: "min" | "max" | "none";
  readonly sbom: boolean;
  readonly builder: string | undefined;
  /** where buildx writes what it did */
  readonly metadataFile: string;
  /** the folder for an OCI layout; undefined: it is pushed */
  readonly layout: string | undefined;
}

/** A field of buildx's comma-separated options: with a comma or quote in it, in quotes. */
export const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const pairs = (flag: string, map: ReadonlyMap<string, string>) =>
  [...map].map(([key, value]) => `--${flag}=${key}=${value}`);
const each = (flag: string, values: readonly string[]) => values.map((value) => `--${flag}=${value}`);
const given = (flag: string, value: string | undefined) => (value === undefined ? [] : [`--${flag}=${value}`]);

/** With an attestation or several platforms there is an index above the manifests, which carries annotations of its own. */
const hasIndex = ({ platforms, provenance, sbom }: Build) => platforms.length > 1 || provenance !== "none" || sbom;

/** `index:k`, `manifest[linux/amd64]:k` say where they go; others go wherever a reader may look. */
const placed = (key: string, build: Build) =>
  /^(index|manifest)[^=]*:/.test(key) ? key : `${hasIndex(build) ? "index,manifest" : "manifest"}:${key}`;

const output = ({ layout }: Build) =>
  layout === undefined
    ? "type=image,oci-mediatypes=true,push=true"
    : ["type=oci", field(`dest=${layout}`), "tar=false"].join(",");

/** The arguments of `docker`. Values of secrets are in none of them. */
export function buildArgv(build: Build): readonly string[] {
  return [
    "buildx",
    "build",
    "--progress=plain",
    ...given("builder", build.builder),
    ...given("file", build.file),
    ...given("target", build.target),
    ...(build.platforms.length === 0 ? [] : [`--platform=${build.platforms.join(",")}`]),
    ...pairs("build-arg", build.buildArgs),
    ...pairs("build-context", build.buildContexts),
    ...build.secrets.map(({ id }, index) => `--secret=id=${id},env=${secretVariable(index)}`),
    ...[...build.secretFiles].map(([id, path]) => `--secret=${field(`id=${id}`)},${field(`src=${path}`)}`),
    ...each("ssh", build.ssh),
    ...pairs("label", build.labels),
    ...[...build.annotations].map(([key, value]) => `--annotation=${placed(key, build)}=${value}`),
    ...each("cache-from", build.cacheFrom),
    ...each("cache-to", build.cacheTo),
    ...(build.noCache ? ["--no-cache"] : []),
    ...(build.pull ? ["--pull"] : []),
    `--provenance=${build.provenance === "none" ? "false" : `mode=${build.provenance}`}`,
    ...(build.sbom ? ["--sbom=true"] : []),
    `--metadata-file=${build.metadataFile}`,
    `--tag=${build.name}:${build.tag}`,
    `--output=${output(build)}`,
    // absolute, so it is never taken for an option
    build.context,
  ];
}
