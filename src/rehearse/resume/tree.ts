import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A digest of what a rehearsal checks out: the commit's files, what was changed since, and what git does not know yet. */
export async function treeDigest(repository: string): Promise<string> {
  const git = async (...args: readonly string[]) => {
    const options = { cwd: repository, maxBuffer: 256 * 1024 * 1024 };
    const { stdout } = await run("git", [...args], options).catch(() => ({ stdout: "" }));
    return stdout;
  };
  const [known, changed, others] = await Promise.all([
    git("ls-files", "-s"),
    git("diff", "--binary"),
    git("ls-files", "-z", "--others", "--exclude-standard"),
  ]);
  const hash = createHash("sha256").update(known).update("\0").update(changed);
  for (const path of others.split("\0").filter((name) => name !== "" && !name.startsWith(".tidegate/")))
    hash.update(`\0${path}\0`).update(await readFile(join(repository, path)).catch(() => ""));
  return hash.digest("hex");
}
