import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** A name for what comes of these files and settings: it changes when any of them does. */
export function contentHash(paths: readonly string[], settings: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  for (const path of paths) {
    for (const file of filesBelow(path))
      hash
        .update(relative(dirname(path), file))
        .update("\0")
        .update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 12);
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).sort();
  return names.flatMap((name) => filesBelow(join(path, name)));
}

/**
 * The folder, made by `make` unless it is there already. It gets its name only when it is whole, so that a build which was
 * stopped half-way is not taken for a finished one.
 */
export async function once(folder: string, make: (unfinished: string) => Promise<void>): Promise<string> {
  if (await exists(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await make(unfinished);
  await rename(unfinished, folder);
  return folder;
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
