import { isoTime } from "../clock.ts";
import { releaseId } from "../identity/names.ts";
import { type Json, textAt } from "../json/json.ts";
import { recordedOrder } from "../order/supersede.ts";
import { type Entry, type Head, nextSequence } from "../record/head.ts";
import { type Desk, type Runner, sameRun } from "./site.ts";

export interface Named {
  readonly id: string;
  readonly order: number;
  /** It was begun before by this run, which was ended in the middle. */
  readonly resumed: boolean;
}

/** This run's own unfinished release with the very same bundle is taken up again; anything else begins anew. */
export function nameRelease(head: Head, runner: Runner, digest: string): Named {
  const begun = head.entries.findLast(
    (entry) =>
      (entry.status === "pending" || entry.status === "applied") &&
      entry.kind === "deploy" &&
      entry.bundle === digest &&
      sameRun(entry.holder, runner.holder),
  );
  if (begun !== undefined) return { id: begun.id, order: begun.order, resumed: true };
  const order = recordedOrder(head, runner.order);
  return { id: releaseId(order, nextSequence(head, order)), order, resumed: false };
}

export interface Deployed {
  readonly runner: Runner;
  readonly irreversible: string | undefined;
  readonly gate?: Json;
}

export function deployEntry(
  desk: Desk,
  { runner, irreversible, gate }: Deployed,
  { id, order, digest }: { readonly id: string; readonly order: number; readonly digest: string },
): Omit<Entry, "status" | "since" | "chunks"> {
  const summary = textAt(gate, "summary");
  return {
    id,
    order,
    kind: "deploy",
    made: isoTime(desk.clock.now()),
    holder: runner.holder,
    actor: runner.actor,
    bundle: digest,
    ...(runner.commit === undefined ? {} : { commit: runner.commit }),
    ...(irreversible === undefined ? {} : { irreversible }),
    ...(summary === undefined ? {} : { gate: summary }),
  };
}
