import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type BuildResult, buildImage, ownPlatform } from "../../images/build.ts";
import { mediaTypes, type Platform } from "../../images/image.ts";
import { pushImage } from "../../images/push.ts";
import type { BuildArguments } from "./build-arguments.ts";
import { type InstallWorld, performInstall } from "./install.ts";
import { rehearsed } from "./registries.ts";

export interface BuildWorld {
  readonly cwd: string;
  /** the registry that stands in for all */
  readonly registry: string;
  /** a folder for what goes with the rehearsal */
  readonly scratch: string;
  readonly installs: InstallWorld;
  /** a RUN line that cannot be run here fails the build */
  readonly strict: boolean;
  readonly log: (line: string) => void;
}

function platformOf(build: BuildArguments): Platform {
  const own = ownPlatform();
  const [os = own.os, architecture = own.architecture, variant] = build.platforms[0]?.split("/") ?? [];
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** An OCI image layout folder: https://github.com/opencontainers/image-spec/blob/main/image-layout.md */
async function writeLayout({ image }: BuildResult, folder: string, tags: readonly string[]): Promise<void> {
  const blobs = join(folder, "blobs/sha256");
  await mkdir(blobs, { recursive: true });
  const put = (digest: string, content: Buffer) => writeFile(join(blobs, digest.slice("sha256:".length)), content);
  for (const { digest, content } of image.layers) await put(digest, content);
  await put(image.configDigest, image.config);
  await put(image.digest, image.manifest);
  const descriptor = {
    mediaType: mediaTypes.manifest,
    digest: image.digest,
    size: image.manifest.length,
    platform: image.platform,
  };
  const manifests =
    tags.length === 0
      ? [descriptor]
      : tags.map((tag) => ({ ...descriptor, annotations: { "org.opencontainers.image.ref.name": tag } }));
  await writeFile(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  await writeFile(
    join(folder, "index.json"),
    JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }),
  );
}

/** `docker buildx build` without a builder: the image is real, its base is this machine. Answers what was not run. */
export async function dockerBuild(build: BuildArguments, world: BuildWorld): Promise<readonly string[]> {
  const { cwd, log } = world;
  if (build.platforms.length > 1)
    log(`only ${build.platforms[0]} is built in a rehearsal; asked for ${build.platforms.join(", ")}`);
  const context = resolve(cwd, build.context);
  const file = resolve(cwd, build.file ?? join(context, "Dockerfile"));
  const work = await mkdtemp(join(world.scratch, "build-"));
  try {
    const result = await buildImage({
      context,
      dockerfile: file,
      ...(build.target === undefined ? {} : { target: build.target }),
      buildArgs: build.buildArgs,
      contexts: Object.fromEntries(Object.entries(build.contexts).map(([name, path]) => [name, resolve(cwd, path)])),
      labels: build.labels,
      annotations: build.annotations,
      platform: platformOf(build),
      work,
      install: async (wanted) => log(`  ${await performInstall(wanted, world.installs)}`),
      log,
    });
    const { image } = result;
    const notRun = result.notRun.map(({ line, text }) => `${file}:${line} was not run: ${text}`);
    if (world.strict && notRun.length > 0) throw new Error(`with --strict every line must run\n${notRun.join("\n")}`);
    const { outputs } = build;
    const pushed = build.push || outputs.some((output) => output["push"] === "true" || output["type"] === "registry");
    const byDigest = outputs.flatMap((output) =>
      output["push-by-digest"] === "true" && output["name"] ? output["name"].split(",") : [],
    );
    if (pushed)
      for (const name of [...build.tags, ...byDigest]) {
        const to = rehearsed(name, world.registry);
        await pushImage(image, to);
        log(`pushed ${name} as ${to.registry}/${to.name}@${image.digest}`);
      }
    for (const output of outputs)
      if (output["type"] === "oci" && output["dest"] && output["tar"] === "false")
        await writeLayout(result, resolve(cwd, output["dest"]), build.tags);
    const metadata = {
      "containerimage.config.digest": image.configDigest,
      "containerimage.descriptor": {
        mediaType: mediaTypes.manifest,
        digest: image.digest,
        size: image.manifest.length,
        platform: image.platform,
      },
      "containerimage.digest": image.digest,
      ...(build.tags.length > 0 ? { "image.name": build.tags.join(",") } : {}),
    };
    if (build.metadataFile) await writeFile(resolve(cwd, build.metadataFile), JSON.stringify(metadata, null, 2));
    if (build.iidFile) await writeFile(resolve(cwd, build.iidFile), image.configDigest);
    for (const line of notRun) log(`WARN: ${line}`);
    log(`built ${image.digest}`);
    return notRun;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
