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
