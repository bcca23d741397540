import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";

/** What a step was made from: the contents of its lock files, wherever they lie, and whatever else decides what comes out. */
export const fingerprint = (files: readonly string[], also = ""): string => {
  const hash = createHash("sha256").update(also);
  for (const file of files) hash.update(basename(file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
};

export const isMade = (stampFile: string, print: string): boolean =>
  existsSync(stampFile) && readFileSync(stampFile, "utf8") === print;

/** Does the work once for each fingerprint: the second call costs one small read. */
export async function once(stampFile: string, print: string, work: () => void | Promise<void>): Promise<boolean> {
  if (isMade(stampFile, print)) return false;
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, print);
  return true;
}
