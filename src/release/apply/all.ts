import { definedKinds } from "../bundle/definition.ts";
import { rankOf } from "../bundle/order.ts";
import { manager, replicasManager } from "../identity/marks.ts";
import type { KubeObject, Ref } from "../kube/object.ts";
import type { ApiFailure } from "../kube/status.ts";
import { inParallel } from "../parallel.ts";
import type { Plan, PlannedObject } from "../plan/plan.ts";
import { autoscalersIn } from "../replicas/replicas.ts";
import type { Desk } from "../story/site.ts";
import { waitFor } from "../wait/wait.ts";
import { type Applied, applyObject } from "./apply.ts";

export interface ApplyAllOptions {
  readonly release: string;
  readonly takeOver: readonly string[];
  readonly rollback: boolean;
  readonly plan: Plan;
}

export type AppliedAll =
  | { readonly ok: true; readonly applied: readonly KubeObject[] }
  | { readonly ok: false; readonly applied: readonly KubeObject[]; readonly ref: Ref; readonly failure: ApiFailure };

/** Rank after rank; objects of one rank do not refer to each other, so a few go at once. Stops at the first refusal. */
export async function applyAll(
  desk: Desk,
  ordered: readonly PlannedObject[],
  options: ApplyAllOptions,
): Promise<AppliedAll> {
  const { kube, lease, identity } = desk;
  const objects = ordered.map(({ object }) => object);
  const leaving = options.plan.prune.filter(({ ref }) => ref.kind === "HorizontalPodAutoscaler");
  const scalerLeft = autoscalersIn(
    (await inParallel(leaving, 4, ({ ref }) => kube.get(ref))).flatMap((live) => live ?? []),
  );
  const shared = {
    kube,
    release: options.release,
    epoch: lease.epoch,
    names: { main: manager(identity), seat: replicasManager(identity) },
    autoscalers: autoscalersIn(objects),
    scalerLeft,
    takeOver: options.takeOver,
    rollback: options.rollback,
  };
  const applied: KubeObject[] = [];
  for (const group of byRank(ordered)) {
    let refused: Extract<Applied, { ok: false }> | undefined;
    await inParallel(group, 4, async (planned) => {
      if (refused !== undefined) return;
      const result = await applyObject(planned, shared);
      if (result.ok) applied.push(result.object);
      else refused ??= result;
    });
    if (refused !== undefined) return { ok: false, applied, ref: refused.ref, failure: refused.failure };
    await establish(desk, applied.slice(-group.length));
  }
  return { ok: true, applied };
}

function byRank(ordered: readonly PlannedObject[]): readonly (readonly PlannedObject[])[] {
  const groups = new Map<number, PlannedObject[]>();
  for (const planned of ordered) {
    const rank = rankOf(planned.object.kind);
    groups.set(rank, [...(groups.get(rank) ?? []), planned]);
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** Custom resources can be written only once their definition is served, which the server tells of a moment after it says so. */
async function establish(desk: Desk, objects: readonly KubeObject[]): Promise<void> {
  const definitions = objects.filter(({ kind }) => kind === "CustomResourceDefinition");
  if (definitions.length === 0) return;
  const { clock, kube, signal } = desk;
  const patience = { graceMs: 60_000, settleMs: 15_000, fatalExitCodes: [] };
  const deadline = clock.elapsed() + 60_000;
  await waitFor(definitions, { ...desk, deadline, patience });
  for (const { apiVersion, kind, served } of definedKinds(definitions))
    while (served && (await kube.find(apiVersion, kind)) === undefined && clock.elapsed() < deadline)
      await clock.sleep(100, signal);
}
