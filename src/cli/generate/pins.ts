/** The project's pins, as they are and as this generate leaves them. */
import { join } from "node:path";
import type { Pins } from "../../emit/callees.ts";
import { lockText, readLock } from "../pins/lock.ts";
import { lockAfter, movedIn } from "../pins/read-back.ts";
import type { Change } from "./files.ts";

export interface ReadPins {
  readonly pins: Pins;
  /** what a bot moved, in words */
  readonly notes: readonly string[];
  /** what has to change of the lock */
  readonly changes: readonly Change[];
}

export function readPins(root: string, path: string, yaml: Iterable<string>, carried: Pins): ReadPins {
  const lock = readLock(join(root, path));
  const moved = movedIn(yaml, lock, carried);
  const after = lockAfter(lock, moved);
  const text = lockText(after);
  return {
    pins: new Map(Object.entries(after)),
    notes: moved.map(({ action, tag }) => `${action} was moved to ${tag} in the YAML: the lock follows`),
    changes: text === lockText(lock) ? [] : [{ path, text }],
  };
}
