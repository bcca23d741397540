import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { promisify } from "node:util";
import { type Io, UsageError } from "../io.ts";

const run = promisify(execFile);

async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run("git", [...args], { cwd: folder })).stdout.trim();
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT")
      throw new UsageError("git was not found: install it, a rehearsal checks out what git knows");
    // no repository, no such remote, no commit yet: each is rehearsed as well as it can be
    return undefined;
  }
}

export interface Repository {
  readonly folder: string;
  /** `owner/name` */
  readonly name: string;
  readonly origin: string;
  readonly branch?: string;
  readonly defaultBranch: string;
  readonly sha: string;
}

/** `git@github.com:acme/shop.git` → `acme/shop`; a clone of a folder on this machine has no such name */
export const nameOf = (url: string): string | undefined =>
  /^(\.|\/|file:)/.test(url) ? undefined : /[/:]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(url)?.[1];

const topLevel = (cwd: string) => git(cwd, "rev-parse", "--show-toplevel");

/** What git knows of a folder; nothing where it is in no repository. */
export async function repositoryAt(cwd: string): Promise<Repository | undefined> {
  const [folder, origin = "", branch, remoteHead, sha] = await Promise.all([
    topLevel(cwd),
    git(cwd, "remote", "get-url", "origin"),
    git(cwd, "symbolic-ref", "--short", "-q", "HEAD"),
    git(cwd, "rev-parse", "--abbrev-ref", "origin/HEAD"),
    git(cwd, "rev-parse", "--verify", "-q", "HEAD"),
  ]);
  if (!folder) return undefined;
  return {
    folder,
    name: nameOf(origin) ?? `local/${basename(folder)}`,
    origin,
    ...(branch ? { branch } : {}),
    defaultBranch: remoteHead?.replace(/^origin\//, "") ?? branch ?? "main",
    sha: sha ?? "0".repeat(40),
  };
}

/** Those that are there, or how to have one. */
function workflowsIn(cwd: string): string {
  const folder = ".github/workflows";
  const path = resolve(cwd, folder);
  const names = existsSync(path) ? readdirSync(path).filter((name) => /\.ya?ml$/.test(name)) : [];
  return names.length === 0
    ? "or generate it first with `npx tidegate generate`"
    : names.map((name) => `${folder}/${name}`).join(" or ");
}

export const hasCommitBefore = async (folder: string): Promise<boolean> =>
  (await git(folder, "rev-parse", "--verify", "-q", "HEAD~1")) !== undefined;

interface Asked {
  /** the workflow's file, as it was typed */
  readonly workflow: string;
}

/** A workflow's file; or one sentence about what is missing. */
export function fileOf({ workflow }: Asked, io: Io): string {
  const file = resolve(io.cwd, workflow);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) return file;
  const names = workflowsIn(io.cwd);
  throw new UsageError(
    stat
      ? `${workflow} is no file: name the workflow's file, ${names}`
      : `${workflow} is not there: name the workflow's file, ${names}`,
  );
}

/** Git may know of one and refuse it: where it belongs to somebody else, it says itself what to type. */
async function noRepository({ cwd }: Io): Promise<UsageError> {
  const said = await run("git", ["rev-parse"], { cwd }).then(
    () => "",
    (cause: unknown) => (cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : ""),
  );
  if (/dubious ownership/.test(said)) return new UsageError(`git does not read the repository of ${cwd}: ${said}`);
  return new UsageError(`${cwd} is in no git repository: a rehearsal checks out what git knows, so \`git init\` first`);
}

/** The folder of the repository alone: what is around a rehearsal needs no more. */
export async function where(asked: Asked, io: Io): Promise<string> {
  fileOf(asked, io);
  const folder = await topLevel(io.cwd);
  if (!folder) throw await noRepository(io);
  return folder;
}

/** The workflow's file and the repository it is rehearsed in; or one sentence about what is missing. */
export async function whereAndWhat(asked: Asked, io: Io): Promise<{ repository: Repository; workflow: string }> {
  const workflow = fileOf(asked, io);
  const repository = await repositoryAt(io.cwd);
  if (!repository) throw await noRepository(io);
  return { repository, workflow };
}
