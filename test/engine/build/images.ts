import { cp, link, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { must } from "../host/run.ts";
import { registryStorage } from "../inside/parts/registry.ts";
import { sockets } from "../inside/settings.ts";
import type { Place } from "../place.ts";
import type { Progress } from "../progress.ts";
import { contentHash, exists, once } from "./content.ts";
import { debianArchive } from "./debian.ts";
import type { Programs } from "./programs.ts";

const names = ["debian", "node", "python", "postgres", "pause", "probe"] as const;
export type ImageName = (typeof names)[number];
export type ImageNames = Readonly<Record<ImageName, string>>;

/** The names by which Dockerfiles, given them as ARG, and pods find the images. */
export const imageNames = (registry: string): ImageNames => ({
  debian: `${registry}/tidegate/debian:bookworm`,
  node: `${registry}/tidegate/node:24`,
  python: `${registry}/tidegate/python:3.11`,
  postgres: `${registry}/tidegate/postgres:15`,
  pause: `${registry}/tidegate/pause:1`,
  probe: `${registry}/tidegate/probe:1`,
});

const sources = join(import.meta.dirname, "../images");
const npmVersion = "11.6.2";
/** the binary that the npm package `node` brings: no release of Node has to be fetched */
const nodeProgram = join(import.meta.dirname, "../../../node_modules/node/bin/node");

function cacheFolder(place: Place, programs: Programs): string {
  const madeOf = { debian: dirname(debianArchive(place.cache)), programs: programs.forImages, npmVersion };
  return join(place.cache, `images-${contentHash([sources, nodeProgram], madeOf)}`);
}

/** Fills the registry's storage from the cache before it starts. */
export async function cachedImages(place: Place, programs: Programs): Promise<"there" | "missing"> {
  const folder = cacheFolder(place, programs);
  if (!(await exists(folder))) return "missing";
  await copyStorage(folder, registryStorage(place.state));
  return "there";
}

/** Builds and pushes the images with the running engine, then keeps the registry's storage for the next time. */
export async function makeImages(
  place: Place,
  programs: Programs,
  images: ImageNames,
  progress: Progress,
): Promise<void> {
  const nodeContext = join(place.state, "node-image");
  await mkdir(nodeContext, { recursive: true });
  await progress.during("fetching npm for the Node image", async () => {
    await must(["npm", "install", "--no-audit", "--no-fund", "--prefix", nodeContext, `npm@${npmVersion}`]);
    await cp(nodeProgram, join(nodeContext, "node"), { dereference: true });
  });
  const contexts: ImageNames = {
    debian: dirname(debianArchive(place.cache)),
    node: nodeContext,
    python: join(sources, "python"),
    postgres: join(sources, "postgres"),
    pause: programs.forImages,
    probe: programs.forImages,
  };
  const docker = `unix://${sockets(place.state).docker}`;
  const env = { ...process.env, BUILDX_CONFIG: join(place.state, "buildx"), DOCKER_HOST: docker };
  const build = [
    "docker",
    "buildx",
    "build",
    "--push",
    "--provenance=false",
    `--build-arg=DEBIAN=${images.debian}`,
  ] as const;
  for (const name of names) {
    const file = join(sources, name, "Dockerfile");
    await progress.during(`building the image ${images[name]}`, () =>
      must([...build, `--tag=${images[name]}`, `--file=${file}`, contexts[name]], { env }),
    );
  }
  await rm(nodeContext, { recursive: true });
  await once(cacheFolder(place, programs), (folder) => copyStorage(registryStorage(place.state), folder));
}

/**
 * Layers are never changed once written, so they are linked and not copied, where both are on one disk; the small files
 * beside them are written anew with each push, so a link would let a test change the cache.
 */
async function copyStorage(from: string, to: string): Promise<void> {
  const inner = "docker/registry/v2";
  await cp(join(from, inner, "repositories"), join(to, inner, "repositories"), { recursive: true });
  await linkTree(join(from, inner, "blobs"), join(to, inner, "blobs"));
}

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else await link(source, target).catch(() => cp(source, target));
  }
}
