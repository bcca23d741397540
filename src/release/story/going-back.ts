import type { Entry, Head } from "../record/head.ts";
import { entryOf } from "../record/head.ts";
import { previousOf } from "../record/moves.ts";
import { isFinal } from "../record/status.ts";
import { sameRun } from "./site.ts";

export interface Wish {
  /** `this-run`: only what this very run recorded; `live`: whatever stands now. */
  readonly undo: "this-run" | "live";
  readonly to: string;
  readonly holder: string;
  /** A person's reason for crossing what is otherwise refused; recorded. */
  readonly reason: string | undefined;
}

export type Way =
  | { readonly go: true; readonly undone: Entry; readonly target: Entry; readonly crossed: readonly Entry[] }
  | {
      readonly go: false;
      readonly why: "not-needed" | "nothing-to-go-back-to" | "refused";
      readonly message: string;
      readonly undone?: Entry;
      /** What to type next, where it is not what one types next after all that ended so. */
      readonly next?: string;
    };

export const further = "tidegate release list shows what else there is; then: tidegate release rollback ID";

/** What to undo and what to go back to: decided from the head alone. */
export function findWay(head: Head, wish: Wish): Way {
  const standing = standingIn(head, wish);
  if (standing === undefined)
    return { go: false, why: "not-needed", message: "no release is on record that could be undone" };
  if (wish.undo === "this-run") {
    const mine = head.entries.findLast((entry) => entry.kind === "deploy" && sameRun(entry.holder, wish.holder));
    if (mine === undefined)
      return { go: false, why: "not-needed", message: "this run recorded no release, so it has nothing to undo" };
    if (isFinal(mine.status))
      return { go: false, why: "not-needed", message: `release ${mine.id} of this run is ${mine.status} already` };
    if (mine.id !== standing.id)
      return {
        go: false,
        why: "not-needed",
        message: `release ${standing.id} came after this run's ${mine.id}; undoing it is not this run's to do`,
      };
  }
  return wayFrom(head, standing, wish);
}

/**
 * The newest release that has not ended. A rollback that was stopped in the middle is no release of its own yet: what it set
 * out to undo is still what is to be undone, so that the next rollback goes where the first one meant to. One that failed
 * counts for a person, who goes further back from it; a run's own is tried again.
 */
function standingIn(head: Head, { undo, holder }: Wish): Entry | undefined {
  const open = head.entries.filter(({ status }) => !isFinal(status));
  const isTriedAgain = ({ kind, status, holder: by }: Entry) =>
    kind === "rollback" &&
    (status === "pending" ||
      status === "applied" ||
      (undo === "this-run" && status === "failed" && sameRun(by, holder)));
  let standing = open.at(-1);
  while (standing !== undefined && isTriedAgain(standing)) {
    const { undoes } = standing;
    const undone = open.find(({ id }) => id === undoes);
    if (undone === undefined) break;
    standing = undone;
  }
  return standing;
}

function wayFrom(head: Head, undone: Entry, wish: Wish): Way {
  const target = wish.to === "previous" ? previousOf(head, undone) : entryOf(head, wish.to);
  if (target === undefined) {
    if (wish.to !== "previous")
      return { go: false, why: "refused", message: `release ${wish.to} is not on record`, undone, next: further };
    const message = `no release before ${undone.id} was live with passed smoke checks`;
    return { go: false, why: "nothing-to-go-back-to", message, undone };
  }
  if (target.id === undone.id)
    return { go: false, why: "not-needed", message: `release ${target.id} is what stands now`, undone };
  const crossed = crossing(head, undone, target);
  if (wish.reason === undefined && target.wasLive !== "proven") {
    return {
      go: false,
      why: "refused",
      message: `release ${target.id} never was live with passed smoke checks; going there needs a reason`,
      undone,
    };
  }
  const [hard] = crossed;
  if (wish.reason === undefined && hard !== undefined) {
    return {
      go: false,
      why: "refused",
      message: `release ${hard.id} is irreversible (${hard.irreversible ?? ""}); going back across it needs a reason`,
      undone,
    };
  }
  return { go: true, undone, target, crossed };
}

/** Releases marked irreversible that came after the target, up to the one to be undone. */
function crossing(head: Head, undone: Entry, target: Entry): readonly Entry[] {
  const at = (entry: Entry) => head.entries.findIndex(({ id }) => id === entry.id);
  return head.entries.slice(at(target) + 1, at(undone) + 1).filter(({ irreversible }) => irreversible !== undefined);
}
