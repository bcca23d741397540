import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/**
 * Makes a folder whose own folders are unrelated: the jobs of a run, the rehearsals of a repository. ext4 puts a folder beside the
 * one it is in, and looks for a place for each new file among those that were deleted there, which it leaves free for minutes:
 * for the thousands of files of a checkout that is most of their time. `chattr +T` has it spread them over the disk, by their
 * names. Where the file system knows nothing of this, or the program is not there, it only takes that time.
 */
export function makeApart(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (process.platform === "linux") spawnSync("chattr", ["+T", folder], { stdio: "ignore" });
}
