import { execFile } from "node:child_process";
import { cp, mkdir } from "node:fs/promises";
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
    for (const file of files) {
      await mkdir(dirname(join(target, file)), { recursive: true });
      // a file that git knows may be gone from the working tree
      await cp(join(repository, file), join(target, file), { verbatimSymlinks: true }).catch(
        (cause: NodeJS.ErrnoException) => {
          if (cause.code !== "ENOENT") throw cause;
        },
      );
    }
    const { stdout } = await run("git", ["rev-parse", "HEAD"], { cwd: repository });
    log(`${files.length} files`);
    return { ok: true, outputs: { commit: stdout.trim(), ref: "" } };
  },
});
