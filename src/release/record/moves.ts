import { ReleaseError } from "../error.ts";
import { type Entry, entryOf, type Head, type Hold, liveEntry } from "./head.ts";
import { isFinal, type Mover, mayBegin, mayMove, type Status, whyNot } from "./status.ts";

/** How many releases stay on record. Those not yet in a final state are never dropped. */
export const kept = 10;

/** The head with a new record in it, always *pending*: the journal is written before the first change. */
export function begin(head: Head, entry: Omit<Entry, "status" | "since">, by: Mover): Head {
  if (!mayBegin(by)) throw refused(entry.id, `${by} cannot begin a release`);
  if (entryOf(head, entry.id) !== undefined) throw refused(entry.id, "this id is already on record");
  const entries: readonly Entry[] = [...head.entries, { ...entry, status: "pending", since: entry.made }];
  return { ...head, order: Math.max(head.order, entry.order), entries };
}

export interface Facts {
  readonly at: string;
  readonly cause?: string;
  /** For *live* only: did its smoke checks pass? */
  readonly proven?: boolean;
}

/** Moves one release; throws when the table has no such move. For *live* use `makeLive`. */
export function move(head: Head, id: string, to: Exclude<Status, "live" | "pending">, by: Mover, facts: Facts): Head {
  refuseLate(head, id);
  return { ...head, entries: head.entries.map((entry) => (entry.id === id ? moved(entry, to, by, facts) : entry)) };
}

/**
 * The one swap that changes what is live: the release becomes *live*; what it undid becomes *rolled-back*; every other
 * release that had not ended becomes *replaced*. So there is never a second live one, nor a moment without.
 */
export function makeLive(
  head: Head,
  id: string,
  by: Mover,
  facts: Facts & { proven: boolean },
  hold?: Hold | "lift",
): Head {
  refuseLate(head, id);
  const undone = entryOf(head, id)?.undoes;
  const entries = head.entries.map((entry) => {
    if (entry.id === id)
      return {
        ...moved(entry, "live", by, facts),
        wasLive: facts.proven ? ("proven" as const) : ("unproven" as const),
      };
    if (isFinal(entry.status)) return entry;
    return entry.id === undone
      ? moved(entry, "rolled-back", "rollback", facts)
      : moved(entry, "replaced", "successor", facts);
  });
  const { hold: before, ...rest } = head;
  const after = hold === "lift" ? undefined : (hold ?? before);
  return { ...rest, entries, ...(after === undefined ? {} : { hold: after }) };
}

/** Whoever was stopped for so long that others have gone on is told so, and not which move the table lacks. */
function refuseLate(head: Head, id: string): void {
  const entry = entryOf(head, id);
  if (entry === undefined || !isFinal(entry.status)) return;
  const live = liveEntry(head);
  throw new ReleaseError(
    "overtaken",
    `release ${id} was ${entry.status} meanwhile${live === undefined ? "" : `; ${live.id} is live`}`,
    "nothing more was written; if this one is still wanted, deploy it again",
  );
}

function moved(entry: Entry, to: Status, by: Mover, facts: Facts): Entry {
  if (!mayMove(entry.status, to, by)) throw refused(entry.id, whyNot(entry.status, to, by));
  return { ...entry, status: to, since: facts.at, ...(facts.cause === undefined ? {} : { cause: facts.cause }) };
}

/** Drops the oldest ended releases beyond ten; says which, so that their records can be removed. */
export function trim(head: Head): { readonly head: Head; readonly dropped: readonly Entry[] } {
  const excess = head.entries.length - kept;
  const ended = head.entries.filter((entry) => isFinal(entry.status) && entry.id !== previousOf(head)?.id);
  const dropped = excess > 0 ? ended.slice(0, excess) : [];
  return { head: { ...head, entries: head.entries.filter((entry) => !dropped.includes(entry)) }, dropped };
}

/**
 * What one goes back to: the newest other record that was live with passed smoke checks and was not rolled back. One
 * that holds the very same bundle is no way back, so it is passed over.
 */
export function previousOf(head: Head, undone?: Pick<Entry, "id" | "bundle">): Entry | undefined {
  const from = undone ?? head.entries.find((entry) => entry.status === "live");
  return head.entries.findLast(
    (entry) =>
      entry.id !== from?.id &&
      entry.wasLive === "proven" &&
      entry.status !== "rolled-back" &&
      entry.bundle !== from?.bundle,
  );
}

function refused(id: string, why: string): ReleaseError {
  return new ReleaseError("refused-move", `release ${id}: ${why}`, "see what is on record: tidegate release list");
}
