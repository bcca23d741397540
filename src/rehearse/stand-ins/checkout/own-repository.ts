import { execFile } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface RepositoryAsked {
  /** the commit that is checked out; there may be none yet */
  readonly sha: string | undefined;
  /** what started the run: of a branch, that branch is checked out; of anything else the commit alone */
  readonly ref: string;
  /** where `origin` is; nowhere: it has none */
  readonly url: string;
  /** `1`, or `0` for the whole history with all branches and tags */
  readonly depth: string;
  readonly tags: boolean;
  /** the steps' own: no variable of this process may send git elsewhere */
  readonly env: Readonly<Record<string, string>>;
}

/** Its branches and tags, as they look where it was fetched from: `refs/heads/x` is `refs/remotes/origin/x`. */
async function refsOf(repository: string, patterns: readonly string[]): Promise<string> {
  if (patterns.length === 0) return "";
  const args = ["for-each-ref", "--format=%(objectname) %(refname)", ...patterns];
  const { stdout } = await run("git", args, { cwd: repository, maxBuffer: 64 * 1024 * 1024 });
  return stdout.replaceAll(" refs/heads/", " refs/remotes/origin/");
}

const quoted = (text: string) => text.replaceAll(/["\\]/g, "\\$&");

const configOf = (format: string, url: string, branch: string | undefined) =>
  [
    `[core]\n\trepositoryformatversion = ${format === "sha1" ? 0 : 1}\n\tfilemode = true\n\tbare = false\n`,
    ...(format === "sha1" ? [] : [`[extensions]\n\tobjectformat = ${format}\n`]),
    ...(url === "" ? [] : [`[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`]),
    ...(url === "" || branch === undefined
      ? []
      : [`[branch "${quoted(branch)}"]\n\tremote = origin\n\tmerge = refs/heads/${quoted(branch)}\n`]),
  ].join("");

/**
 * A repository of the checkout's own, as the real action leaves one: whatever a step does with git, it does it here. Without
 * it git would look above the workspace, and find the very repository that is rehearsed. Objects are read from that one, so
 * nothing is copied. Written by hand: `git init` and its like would cost each job as much as all of its small steps.
 */
export async function makeRepository(target: string, repository: string, asked: RepositoryAsked): Promise<void> {
  const { stdout } = await run("git", ["rev-parse", "--show-object-format", "--git-common-dir"], { cwd: repository });
  const [format = "sha1", common = ".git"] = stdout.trim().split("\n");
  const original = resolve(repository, common);
  const own = join(target, ".git");
  const write = async (name: string, text: string) => {
    await mkdir(dirname(join(own, name)), { recursive: true });
    await writeFile(join(own, name), text);
  };
  const { sha } = asked;
  const branch = /^refs\/heads\/(.+)$/.exec(asked.ref)?.[1];
  await mkdir(join(own, "refs"), { recursive: true });
  await write("config", configOf(format, asked.url, branch));
  await write("objects/info/alternates", `${join(original, "objects")}\n`);
  await write("HEAD", branch === undefined && sha ? `${sha}\n` : `ref: refs/heads/${branch ?? "main"}\n`);
  if (sha === undefined) return;
  const everything = asked.depth === "0";
  const refs = await refsOf(repository, [
    ...(everything ? ["refs/heads/"] : []),
    ...(everything || asked.tags ? ["refs/tags/"] : []),
  ]);
  await write("packed-refs", refs);
  if (branch !== undefined) {
    await write(`refs/heads/${branch}`, `${sha}\n`);
    await write(`refs/remotes/origin/${branch}`, `${sha}\n`);
  }
  if (asked.depth === "1") await write("shallow", `${sha}\n`);
  // what the repository itself does not have cannot be had here either
  else await copyFile(join(original, "shallow"), join(own, "shallow")).catch(() => {});
  await run("git", ["read-tree", sha], { cwd: target, env: { ...asked.env } });
}

/** The files of the commit that a repository stands on; how many there are. */
export async function writeFiles(target: string, env: Readonly<Record<string, string>>): Promise<number> {
  const options = { cwd: target, env: { ...env }, maxBuffer: 256 * 1024 * 1024 };
  await run("git", ["checkout-index", "--all", "--force"], options);
  return (await run("git", ["ls-files", "-z"], options)).stdout.split("\0").length - 1;
}
