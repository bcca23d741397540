import { isoTime } from "../clock.ts";
import type { Entry } from "../record/head.ts";
import type { Way } from "./going-back.ts";
import type { RollbackInput } from "./rollback.ts";
import type { Desk } from "./site.ts";

/** What the head says of a rollback: it is a release of its own, with the bundle of the one it goes back to. */
export function rollbackEntry(
  desk: Desk,
  { reason, runner }: RollbackInput,
  { target, undone, crossed }: Extract<Way, { go: true }>,
  { id, order }: { readonly id: string; readonly order: number },
): Omit<Entry, "status" | "since" | "chunks"> {
  const note = [...(reason === undefined ? [] : [reason]), ...crossed.map((one) => `crossed irreversible ${one.id}`)];
  return {
    id,
    order,
    kind: "rollback",
    made: isoTime(desk.clock.now()),
    holder: runner.holder,
    actor: runner.actor,
    bundle: target.bundle,
    undoes: undone.id,
    bundleOf: target.bundleOf ?? target.id,
    ...(target.commit === undefined ? {} : { commit: target.commit }),
    ...(note.length === 0 ? {} : { cause: note.join("; ") }),
  };
}
