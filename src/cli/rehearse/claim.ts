import type { RunFolder, Tidegate } from "../../rehearse/folder/run-folder.ts";
import { ProjectError } from "../io.ts";

/** A folder for this rehearsal; where none can be written, one sentence instead of a stack. */
export function claim(tidegate: Tidegate): RunFolder {
  try {
    return tidegate.claim();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProjectError(
      `${tidegate.root} cannot be written to, and everything of a rehearsal lies there: ${why}. Give it room and rights, or remove it`,
    );
  }
}

/** What is done in a folder of its own, which ends with it; with this process too, where that ends before. */
export async function inFolder<T>(
  tidegate: Tidegate,
  during: (folder: RunFolder) => Promise<T>,
  { keep = false } = {},
): Promise<T> {
  const folder = claim(tidegate);
  const end = () => folder.end(keep);
  process.once("exit", end);
  try {
    return await during(folder);
  } finally {
    end();
    process.off("exit", end);
  }
}

/** The disk may also fill up later. */
export function sayRoom(cause: unknown, tidegate: Tidegate): unknown {
  // git and the like say it in words
  const why =
    cause instanceof Error
      ? /no space left on device|quota exceeded|file too large/i.exec(cause.message)?.[0]
      : undefined;
  if (why === undefined) return cause;
  return new ProjectError(
    `no room is left where ${tidegate.root} lies, and everything of a rehearsal is written there: ${why}. Make room, or remove it, and rehearse again`,
  );
}
