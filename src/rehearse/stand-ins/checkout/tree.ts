import { execFile } from "node:child_process";
import { constants, existsSync } from "node:fs";
import { copyFile, lstat, mkdir, readlink, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type Submodules = "none" | "first" | "recursive";

export interface Copied {
  readonly files: number;
  /** of those that were asked for and are there */
  readonly submodules: readonly string[];
  /** of those that were asked for and were never fetched */
  readonly missing: readonly string[];
}

/** What git knows or would take in: a rehearsal sees the working tree as it is, without what is ignored. */
async function filesOf(repository: string): Promise<string[]> {
  const { stdout } = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
    maxBuffer: 256 * 1024 * 1024,
  });
  return [...new Set(stdout.split("\0"))].filter((path) => path !== "" && !path.startsWith(".tidegate/"));
}

/** Copies run on other threads than this one, which has a cluster to keep: so many of them are waited for together. */
const atOnce = 64;

/** Whether it is a folder: to git that is another repository. */
async function copyOne(from: string, to: string): Promise<boolean> {
  const stat = await lstat(from).catch(() => undefined);
  // a file that git knows may be gone from the working tree
  if (stat === undefined) return false;
  if (stat.isDirectory()) return true;
  if (stat.isSymbolicLink()) {
    // a checkout before this one left it there
    await rm(to, { force: true });
    await symlink(await readlink(from), to);
  } else await copyFile(from, to, constants.COPYFILE_FICLONE);
  return false;
}

/** The working tree of a repository; of its submodules as many as are asked for, the others are empty folders as on GitHub. */
export async function copyTree(repository: string, target: string, submodules: Submodules): Promise<Copied> {
  const files = await filesOf(repository);
  for (const folder of new Set(files.map(dirname))) await mkdir(join(target, folder), { recursive: true });
  const others: string[] = [];
  for (let from = 0; from < files.length; from += atOnce)
    await Promise.all(
      files.slice(from, from + atOnce).map(async (file) => {
        // a repository that git does not know stands with a slash behind it
        if ((await copyOne(join(repository, file), join(target, file))) && !file.endsWith("/")) others.push(file);
      }),
    );
  for (const path of others) await mkdir(join(target, path), { recursive: true });
  const own = { files: files.length - others.length, submodules: [], missing: [] };
  if (submodules === "none") return own;
  const below = await Promise.all(
    others.map(async (path): Promise<Copied> => {
      if (!existsSync(join(repository, path, ".git"))) return { files: 0, submodules: [], missing: [path] };
      const deeper = submodules === "recursive" ? "recursive" : "none";
      const copied = await copyTree(join(repository, path), join(target, path), deeper);
      const under = (found: readonly string[]) => found.map((name) => `${path}/${name}`);
      return {
        files: copied.files,
        submodules: [path, ...under(copied.submodules)],
        missing: under(copied.missing),
      };
    }),
  );
  return {
    files: below.reduce((all, { files: more }) => all + more, own.files),
    submodules: below.flatMap((one) => one.submodules),
    missing: below.flatMap((one) => one.missing),
  };
}
