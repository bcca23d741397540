import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * A digest of a folder that actions or workflows are taken from as it lies there, built files that git ignores included; of what
 * is installed below it only git's own digest tells. By size and time: a file that was written anew counts as changed.
 */
export async function folderDigest(folder: string): Promise<string> {
  const hash = createHash("sha256").update(await treeDigest(folder));
  const visit = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if ([".git", ".tidegate", "node_modules"].includes(entry.name)) continue;
      const file = join(path, entry.name);
      if (entry.isDirectory()) await visit(file);
      else {
        const { size, mtimeMs } = await stat(file).catch(() => ({ size: 0, mtimeMs: 0 }));
        hash.update(`\0${file}\0${size} ${mtimeMs}`);
      }
    }
  };
  await visit(folder);
  return hash.digest("hex");
}

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
