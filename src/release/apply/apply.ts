import { stampWritten } from "../bundle/stamp.ts";
import type { Kube } from "../kube/kube.ts";
import { type KubeObject, type Ref, titleOf } from "../kube/object.ts";
import type { ApiFailure } from "../kube/status.ts";
import { adoption } from "../plan/adopt.ts";
import { conflictsOf, decideConflicts, type Leave } from "../plan/conflict.ts";
import type { PlannedObject } from "../plan/plan.ts";
import { type Autoscaler, autoscalerOf, handOver, type Names, without } from "../replicas/replicas.ts";
import { guarded } from "./guarded.ts";

export interface ApplyOptions {
  readonly kube: Kube;
  readonly release: string;
  readonly epoch: number;
  readonly names: Names;
  readonly autoscalers: readonly Autoscaler[];
  /** Workloads whose autoscaler is still live but goes with this release: their count is set after it is gone. */
  readonly scalerLeft: readonly Autoscaler[];
  readonly takeOver: readonly string[];
  readonly rollback: boolean;
}

export type Applied =
  | { readonly ok: true; readonly object: KubeObject }
  | { readonly ok: false; readonly ref: Ref; readonly failure: ApiFailure };

/** Writes one object, in as many steps as it takes not to let its replicas dip. */
export async function applyObject(planned: PlannedObject, options: ApplyOptions): Promise<Applied> {
  const { kube, names } = options;
  const { ref } = planned;
  if (planned.adopted && planned.live !== undefined) {
    const now = await kube.get(ref);
    const patch = now === undefined ? undefined : adoption(now, names.main);
    const adopted = patch === undefined ? undefined : await kube.jsonPatch(ref, [...patch]);
    if (adopted?.ok === false) return { ok: false, ref, failure: adopted.failure };
  }
  const scaler = autoscalerOf(planned.object, options.autoscalers);
  const left = autoscalerOf(planned.object, options.scalerLeft) !== undefined;
  const steps =
    scaler === undefined
      ? [{ as: "main" as const, object: left ? without(planned.object) : planned.object }]
      : handOver(planned.object, await kube.get(ref), scaler, names);
  let last: KubeObject | undefined;
  for (const step of steps) {
    const reply =
      step.as === "main"
        ? await applyMain(stampWritten(step.object, options.release, options.epoch), planned, options)
        : await kube.apply(step.object, { manager: names.seat });
    if (reply.ok) {
      last = reply.object;
      continue;
    }
    // the autoscaler wrote the field between our look and our step: it owns it now, which is what we wanted
    if (step.as !== "main" && conflictsOf(reply.failure).length > 0) continue;
    return { ok: false, ref, failure: reply.failure };
  }
  return last === undefined
    ? {
        ok: false,
        ref,
        failure: { code: 0, reason: "Nothing", message: `${titleOf(ref)}: there was nothing to apply`, causes: [] },
      }
    : { ok: true, object: last };
}

/** Without force first. What the plan allowed to be taken over is taken; anything new stops the deploy. */
async function applyMain(object: KubeObject, planned: PlannedObject, options: ApplyOptions) {
  const { kube, names, takeOver, rollback, release } = options;
  const send = (force: boolean) =>
    guarded(kube, planned.live, release, object, (sent) => kube.apply(sent, { manager: names.main, force }));
  const first = await send(false);
  if (first.ok) return first;
  const conflicts = conflictsOf(first.failure);
  if (conflicts.length === 0) return first;
  const leave: Leave = {
    ours: names.main,
    takeOver: [...takeOver, ...planned.taken.map(({ manager }) => manager)],
    rollback,
    scalerLeft: false,
  };
  const { refused } = decideConflicts(conflicts, planned.live, leave);
  return refused.length > 0 ? first : send(true);
}
