import { amount } from "../amount.ts";
import { applyAll } from "../apply/all.ts";
import { applyOrder } from "../bundle/order.ts";
import { isoTime } from "../clock.ts";
import type { Cause } from "../diagnose/cause.ts";
import { causeLine, diagnose } from "../diagnose/diagnose.ts";
import { type KubeObject, keyOf, type Ref, refOf, titleOf } from "../kube/object.ts";
import { unexpected } from "../kube/session.ts";
import { isOutage } from "../kube/status.ts";
import type { Plan, PlannedObject } from "../plan/plan.ts";
import type { Entry } from "../record/head.ts";
import { changeHead } from "../record/head-store.ts";
import { move } from "../record/moves.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { needsWaiting } from "../wait/needed.ts";
import type { Grace } from "../wait/state.ts";
import { type Outcome, waitFor } from "../wait/wait.ts";
import { beginRelease } from "./journal.ts";
import { makeRecord } from "./make-record.ts";
import { mismatches } from "./read-back.ts";
import type { Desk } from "./site.ts";

export interface EnactOptions {
  readonly plan: Plan;
  /** New, or one of this run's own that was begun and not ended. */
  readonly entry: Omit<Entry, "status" | "since" | "chunks">;
  readonly resumed: boolean;
  readonly facts: Pick<ReleaseRecord, "images" | "scansRequired" | "namespaces" | "run"> & {
    readonly gate?: ReleaseRecord["gate"];
  };
  readonly secretKey: Buffer | undefined;
  /** A rollback's Secrets are not applied; their marks come from the record it goes back to. */
  readonly secrets?: ReleaseRecord["secrets"];
  readonly cap: number;
  readonly takeOver: readonly string[];
  readonly rollback: boolean;
  /** Elapsed time. */
  readonly deadline: number;
  readonly patience: Grace;
  readonly logLines: number;
  /** Done after the journal is written and before the first change: the backup. */
  readonly before?: (desk: Desk) => Promise<Cause | undefined>;
  /** Done between applying and waiting. */
  readonly applied?: (objects: readonly KubeObject[]) => Promise<void>;
}

export type Enacted =
  | { readonly ok: true; readonly outcomes: readonly Outcome[]; readonly record: ReleaseRecord }
  | {
      readonly ok: false;
      readonly cause: string;
      readonly causes: readonly Cause[];
      readonly outcomes: readonly Outcome[];
      readonly applied: readonly Ref[];
    };

/** Record *pending*, apply in order, wait, read back, *applied*. The same path for a deploy and a rollback. */
export async function enact(desk: Desk, options: EnactOptions): Promise<Enacted> {
  const { kube, clock, identity, namespace, say } = desk;
  const { entry, plan } = options;
  const by = options.rollback ? "rollback" : "deploy";
  const ordered = order(plan.objects);
  const record = makeRecord(desk, options, ordered);
  if (!options.resumed) {
    await beginRelease(desk, entry, record, by);
  }
  say(`release ${entry.id}: ${options.resumed ? "taken up again" : "recorded as pending"}`);
  const fail = async (
    told: string,
    more: Partial<{ causes: readonly Cause[]; outcomes: readonly Outcome[]; applied: readonly Ref[] }>,
  ): Promise<Enacted> => {
    const cause = desk.hide(told);
    await changeHead(kube, namespace, identity, (head) =>
      move(head, entry.id, "failed", by, { at: isoTime(clock.now()), cause }),
    );
    return { ok: false, cause, causes: more.causes ?? [], outcomes: more.outcomes ?? [], applied: more.applied ?? [] };
  };
  const backup = await options.before?.(desk);
  if (backup !== undefined) return fail(`backup: ${causeLine(backup)}`, { causes: [backup] });

  const written = await applyAll(desk, ordered, {
    release: entry.id,
    takeOver: options.takeOver,
    rollback: options.rollback,
    plan,
  });
  if (!written.ok) {
    // an outage decides nothing: the release stays pending, and whoever comes next goes on from there
    if (isOutage(written.failure)) throw unexpected(`writing ${titleOf(written.ref)}`, written.failure);
    const applied = written.applied.map(refOf);
    say(
      `release ${entry.id}: stopped after ${applied.length} of ${amount(ordered.length, "object")}${applied.length === 0 ? "" : `: ${applied.map(titleOf).join(", ")}`}`,
    );
    return fail(`${titleOf(written.ref)} was refused: ${written.failure.message}`, { applied });
  }
  say(`release ${entry.id}: ${amount(written.applied.length, "object")} applied`);
  await options.applied?.(written.applied);
  const awaited = written.applied.filter(needsWaiting);
  const waited = await waitFor(awaited, { ...desk, deadline: options.deadline, patience: options.patience });
  if (waited.verdict !== "ready") {
    const patience = { ...options.patience, elapsedMs: Number.POSITIVE_INFINITY };
    const causes = await diagnose({
      kube,
      outcomes: waited.outcomes,
      objects: awaited,
      pods: waited.pods,
      patience,
      logLines: options.logLines,
    });
    const [first] = causes;
    const late = waited.verdict === "out-of-time" ? "not ready in time: " : "";
    return fail(`${late}${first === undefined ? "not ready" : causeLine(first)}`, {
      causes,
      outcomes: waited.outcomes,
      applied: written.applied.map(refOf),
    });
  }
  const mixed = await mismatches(kube, identity, written.applied.map(refOf), entry.id);
  if (mixed.length > 0)
    return fail(`interfered: ${mixed.slice(0, 5).join("; ")}`, {
      outcomes: waited.outcomes,
      applied: written.applied.map(refOf),
    });
  await changeHead(kube, namespace, identity, (head) => {
    const now = head.entries.find((one) => one.id === entry.id);
    return now?.status === "applied" ? undefined : move(head, entry.id, "applied", by, { at: isoTime(clock.now()) });
  });
  say(`release ${entry.id}: applied, everything is ready`);
  return { ok: true, outcomes: waited.outcomes, record };
}

function order(planned: readonly PlannedObject[]): readonly PlannedObject[] {
  const byKey = new Map(planned.map((one) => [keyOf(one.ref), one]));
  return applyOrder(planned.map(({ object }) => object)).flatMap((object) => byKey.get(keyOf(refOf(object))) ?? []);
}
