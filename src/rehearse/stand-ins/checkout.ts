import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readlink, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { StandIn } from "../runner/actions/manifest.ts";

const run = promisify(execFile);

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

async function copy(from: string, to: string): Promise<void> {
  const stat = await lstat(from).catch(() => undefined);
  // a file that git knows may be gone from the working tree; a folder that it knows is another repository's
  if (stat === undefined || stat.isDirectory()) return;
  if (stat.isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to, constants.COPYFILE_FICLONE);
}

/** actions/checkout: the working tree, copied; commits that are not made yet can be rehearsed as well. */
export const checkout = (repository: string): StandIn => ({
  kind: "stand-in",
  instead: "copies the working tree",
  run: async ({ inputs, workspace, log }) => {
    const other = inputs["repository"];
    if (other) {
      log(`repository: ${other} is not this one; another repository cannot be checked out in a rehearsal`);
      return { ok: false, outputs: {} };
    }
    const target = join(workspace, inputs["path"] ?? "");
    const files = await filesOf(repository);
    for (const folder of new Set(files.map(dirname))) await mkdir(join(target, folder), { recursive: true });
    for (let from = 0; from < files.length; from += atOnce)
      await Promise.all(
        files.slice(from, from + atOnce).map((file) => copy(join(repository, file), join(target, file))),
      );
    const { stdout } = await run("git", ["rev-parse", "HEAD"], { cwd: repository });
    log(`${files.length} files`);
    return { ok: true, outputs: { commit: stdout.trim(), ref: "" } };
  },
});
