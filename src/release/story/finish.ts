import { stampWritten } from "../bundle/stamp.ts";
import { isoTime } from "../clock.ts";
import { manager, releaseAnnotation } from "../identity/marks.ts";
import { numberAt, textAt } from "../json/json.ts";
import { keyOf, type Ref, refOf, titleOf } from "../kube/object.ts";
import { holdAfter } from "../order/hold.ts";
import { decidePrune, expiredConfigs } from "../prune/prune.ts";
import { entryOf } from "../record/head.ts";
import { changeHead, readHead } from "../record/head-store.ts";
import { makeLive, trim } from "../record/moves.ts";
import { inventory, type ReleaseRecord } from "../record/record.ts";
import { readRecord, removeRecords } from "../record/record-store.ts";
import type { Mover } from "../record/status.ts";
import { autoscalerOf, autoscalersIn, ownersOfReplicas } from "../replicas/replicas.ts";
import { mismatches } from "./read-back.ts";
import type { Desk } from "./site.ts";

export interface FinishOptions {
  readonly record: ReleaseRecord;
  readonly proven: boolean;
  readonly by: Exclude<Mover, "successor">;
  /** Were the bundle's Secrets written, and so marked, too? */
  readonly secrets: boolean;
}

/** The end of the story: one swap makes the release live; then what only earlier releases had is removed. */
export async function goLive(desk: Desk, options: FinishOptions): Promise<{ readonly mixed: readonly string[] }> {
  const { kube, identity, namespace, clock } = desk;
  const { record } = options;
  const refs = options.secrets ? inventory(record) : record.objects.map(refOf);
  const mixed = await mismatches(kube, identity, refs, record.id);
  if (mixed.length > 0) return { mixed };
  await changeHead(kube, namespace, identity, (head) => {
    const entry = entryOf(head, record.id);
    if (entry?.status === "live") return undefined;
    const at = isoTime(clock.now());
    const hold = entry === undefined ? undefined : holdAfter(head, entry, at);
    return makeLive(head, record.id, options.by, { at, proven: options.proven }, hold);
  });
  await clearAway(desk, record);
  return { mixed: [] };
}

/** Prune, settle replicas, drop old records. Each can be repeated; what a killed run left is done by the next one. */
async function clearAway(desk: Desk, record: ReleaseRecord): Promise<void> {
  const { kube, identity, namespace, say } = desk;
  const { refs } = record.prune;
  for (const { ref, uid } of refs.slice(0, record.prune.cap)) await removeOwn(desk, ref, uid);
  if (refs.some(({ ref }) => ref.kind === "HorizontalPodAutoscaler")) await settleReplicas(desk, record);
  const { head } = await readHead(kube, namespace, identity);
  const { head: trimmed, dropped } = trim(head);
  if (dropped.length === 0) return;
  const old = await Promise.all(
    dropped.map(({ id }) => readRecord(kube, namespace, identity, id).catch(() => undefined)),
  );
  const kept = await Promise.all(
    trimmed.entries.map(({ id }) => readRecord(kube, namespace, identity, id).catch(() => undefined)),
  );
  const inventories = (records: readonly (ReleaseRecord | undefined)[]) =>
    records.map((one) => (one === undefined ? [] : inventory(one)));
  // where a kept record cannot be read, nothing is known to be unneeded
  if (!kept.includes(undefined))
    for (const ref of expiredConfigs(inventories(old), inventories(kept))) await removeOwn(desk, ref);
  await changeHead(kube, namespace, identity, (now) => trim(now).head);
  await removeRecords(kube, namespace, identity, new Set(trimmed.entries.map(({ id }) => id)), head.order);
  say(`dropped ${dropped.map(({ id }) => id).join(", ")} from the record`);
}

async function removeOwn(desk: Desk, ref: Ref, uid?: string): Promise<void> {
  const live = await desk.kube.get(ref);
  if (live === undefined) return;
  const decision = decidePrune(ref, live, desk.identity);
  if (!decision.prune || (uid !== undefined && decision.uid !== uid)) {
    desk.say(`${titleOf(ref)} stays: ${decision.prune ? "it was made anew since the plan" : decision.why}`);
    return;
  }
  const failure = await desk.kube.remove(ref, decision.uid);
  desk.say(
    failure === undefined ? `${titleOf(ref)} pruned` : `${titleOf(ref)} could not be pruned: ${failure.message}`,
  );
}

/** While an autoscaler was on its way out it still owned `replicas`; now the bundle's own count is set. */
async function settleReplicas(desk: Desk, record: ReleaseRecord): Promise<void> {
  const scalers = autoscalersIn(record.objects);
  for (const object of record.objects) {
    const wanted = numberAt(object, "spec", "replicas");
    if (wanted === undefined || autoscalerOf(object, scalers) !== undefined) continue;
    const ref = refOf(object);
    const live = await desk.kube.get(ref);
    const ours = manager(desk.identity);
    if (live === undefined || ownersOfReplicas(live).some((one) => one.manager === ours)) continue;
    if (textAt(live, "metadata", "annotations", releaseAnnotation) !== record.id) continue;
    const reply = await desk.kube.apply(stampWritten(object, record.id, desk.lease.epoch), {
      manager: ours,
      force: true,
    });
    desk.say(
      reply.ok
        ? `${titleOf(ref)}: replicas set to ${wanted}, as its autoscaler is gone`
        : `${keyOf(ref)}: ${reply.failure.message}`,
    );
  }
}
