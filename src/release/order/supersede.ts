import { type Entry, type Head, liveEntry } from "../record/head.ts";

/** How our commit stands to the live release's: git or GitHub's compare API says; *unknown* where neither can. */
export type Ancestry = "ancestor" | "not-ancestor" | "unknown";

export interface Candidate {
  readonly order: number;
  readonly holder: string;
  readonly allowOlder: boolean;
  readonly ancestry: Ancestry;
}

export interface Superseded {
  readonly by: Entry;
  readonly why: string;
}

const standing = new Set(["live", "applied", "pending"]);

/** A run that was overtaken while it waited touches nothing. Only `allow-older`, a person's word, goes past this. */
export function superseded(head: Head, mine: Candidate): Superseded | undefined {
  if (mine.allowOlder) return undefined;
  const higher = head.entries.filter((entry) => entry.order > mine.order);
  const newer = higher.findLast((entry) => standing.has(entry.status));
  if (newer !== undefined) return { by: newer, why: `release ${newer.id} is newer and ${newer.status}` };
  const rollback = higher.findLast((entry) => entry.kind === "rollback");
  if (rollback !== undefined) return { by: rollback, why: `rollback ${rollback.id} happened after this run began` };
  const live = liveEntry(head);
  if (live !== undefined && mine.ancestry === "ancestor") {
    return {
      by: live,
      why: `this commit is an ancestor of the live release's (${live.id}, commit ${live.commit ?? "unknown"})`,
    };
  }
  return undefined;
}

/** A recorded order never falls, not even when a person lets an older commit pass. */
export function recordedOrder(head: Head, wanted: number | "next"): number {
  return wanted === "next" ? head.order + 1 : Math.max(wanted, head.order);
}
