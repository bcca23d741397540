import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The commit that a name stands for; nothing where there is none, as in a repository without commits. */
export async function commitOf(repository: string, name = "HEAD"): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const { stdout } = await run("git", args, { cwd: repository }).catch(() => ({ stdout: "" }));
  return stdout.trim() || undefined;
}

/** A repository without any commit is rehearsed as well. */
export const shaOf = async (repository: string, name?: string): Promise<string> =>
  (await commitOf(repository, name)) ?? "0".repeat(40);
