import { execFileSync } from "node:child_process";
import { basename } from "node:path";

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
