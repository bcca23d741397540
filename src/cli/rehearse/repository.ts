import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Io, UsageError } from "../io.ts";

function git(folder: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync("git", [...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
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

/** `git@github.com:acme/shop.git` → `acme/shop` */
const nameOf = (url: string) => /[/:]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(url)?.[1];

/** What git knows of a folder; nothing where it is in no repository. */
export function repositoryAt(cwd: string): Repository | undefined {
  const folder = git(cwd, "rev-parse", "--show-toplevel");
  if (!folder) return undefined;
  const origin = git(folder, "remote", "get-url", "origin") ?? "";
  const branch = git(folder, "symbolic-ref", "--short", "-q", "HEAD");
  return {
    folder,
    name: nameOf(origin) ?? `local/${basename(folder)}`,
    origin,
    ...(branch ? { branch } : {}),
    defaultBranch:
      git(folder, "rev-parse", "--abbrev-ref", "origin/HEAD")?.replace(/^origin\//, "") ?? branch ?? "main",
    sha: git(folder, "rev-parse", "--verify", "-q", "HEAD") ?? "0".repeat(40),
  };
}

/** The workflow's file and the repository it is rehearsed in; or one sentence about what is missing. */
export function whereAndWhat(
  options: { readonly workflow: string },
  io: Io,
): { repository: Repository; workflow: string } {
  const workflow = resolve(io.cwd, options.workflow);
  if (!existsSync(workflow))
    throw new UsageError(
      `${options.workflow} is not there: name the workflow's file, or generate it first with \`npx tidegate generate\``,
    );
  const repository = repositoryAt(io.cwd);
  if (!repository)
    throw new UsageError(
      `${io.cwd} is in no git repository: a rehearsal checks out what git knows, so \`git init\` first`,
    );
  return { repository, workflow };
}
