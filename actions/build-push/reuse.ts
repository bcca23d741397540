import { createHash } from "node:crypto";
import { relative } from "node:path";
import { type Deps, type Digest, isDigest, succeeded } from "../../src/action/index.ts";
import { parseJson, textAt } from "../../src/release/json/json.ts";
import { tryDocker } from "./docker/call.ts";
import { troubleError } from "./docker/trouble.ts";
import { digestOf } from "./image/inspect.ts";
import type { Build } from "./request/argv.ts";

/** What an image is made of: the same, and an image that was built before is the image. */
export interface Ingredients {
  /** git's tree of the context, and the blob of a Dockerfile outside it */
  readonly tree: string;
  readonly file: string;
  /** of this machine, where no platform was asked for */
  readonly machine: string;
}

/** Labels and annotations that name the commit are left out: they alone change no image worth building. */
export function treeTag(build: Build, { tree, file, machine }: Ingredients): string {
  const parts = [
    "1",
    tree,
    file,
    build.target ?? "",
    build.platforms.length > 0 ? [...build.platforms].sort() : machine,
    [...build.buildArgs].sort(),
    [...build.buildContexts].sort(),
    build.secrets.map(({ id }) => id).sort(),
    build.provenance,
    build.sbom,
  ];
  return `tree-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}

const git = async (args: readonly string[], cwd: string, deps: Deps): Promise<string | undefined> => {
  const ran = await deps.exec("git", args, { cwd });
  return succeeded(ran) ? ran.stdout.trim() : undefined;
};

/**
 * The ingredients as git knows them, or why it cannot tell: what is not committed is in no tree, and neither are
 * submodules' own changes or contexts elsewhere.
 */
export async function ingredientsOf(
  { context, file, buildContexts }: Build,
  deps: Deps,
): Promise<Ingredients | { readonly unknown: string }> {
  if (buildContexts.size > 0) return { unknown: "build-contexts may hold anything" };
  const tree = await git(["rev-parse", "HEAD:./"], context, deps);
  if (tree === undefined) return { unknown: `${context} is no folder of a git repository with a commit` };
  const dirty = await git(["status", "--porcelain", "--ignored", "--untracked-files=normal", "--", "."], context, deps);
  if (dirty === undefined || dirty !== "")
    return {
      unknown: `the context holds what is not committed (${dirty?.split("\n")[0]?.trim() ?? "git status failed"})`,
    };
  // the Dockerfile may lie elsewhere; its content counts, wherever it is
  const blob = file === undefined ? "" : digestOf(await deps.files.read(file));
  const place = file === undefined ? "" : relative(context, file);
  return { tree, file: `${place} ${blob}`, machine: `${deps.runner.os}/${deps.runner.arch}` };
}

/** The digest of an image that was built before from the same. */
export async function builtBefore(
  name: string,
  tag: string,
  builder: string | undefined,
  deps: Deps,
): Promise<Digest | undefined> {
  const what = `looking for ${name}:${tag}`;
  const flags = builder === undefined ? [] : [`--builder=${builder}`];
  const args = ["buildx", "imagetools", "inspect", ...flags, "--format={{json .Manifest}}", `${name}:${tag}`];
  const asked = await tryDocker(what, args, deps);
  if ("ran" in asked) {
    const digest = textAt(parseJson(asked.ran.stdout), "digest");
    return digest !== undefined && isDigest(digest) ? digest : undefined;
  }
  if (asked.trouble.code === "registry-missing") return undefined;
  throw troubleError(asked.trouble, what, asked);
}

export const isUnknown = (found: Ingredients | { readonly unknown: string }): found is { readonly unknown: string } =>
  "unknown" in found;
