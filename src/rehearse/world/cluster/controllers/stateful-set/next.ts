import type { KubeObject } from "../../object.ts";
import { revisionLabel } from "../revision/revision.ts";
import { hasEnded, isAvailable, isReady, isTerminating, phaseOf } from "../workload/pod.ts";
import type { StatefulSetSpec } from "./view.ts";

/** What a StatefulSet does next. Ordered sets do one thing and wait for it to be done. */
export type Step =
  | { readonly do: "create"; readonly ordinal: number; readonly revision: "current" | "update" }
  | { readonly do: "delete"; readonly pod: KubeObject; readonly why: "scale" | "update" | "ended" };

export interface Members {
  /** By ordinal, within the wanted range. */
  readonly wanted: readonly { readonly ordinal: number; readonly pod: KubeObject | undefined }[];
  /** Beyond the range, highest first. */
  readonly surplus: readonly KubeObject[];
  readonly currentRevision: string;
  readonly updateRevision: string;
}

const healthy = (pod: KubeObject) => phaseOf(pod) === "Running" && isReady(pod) && !isTerminating(pod);

/**
 * As Kubernetes decides. Note what this does to a set stuck on a broken revision: the pod that never becomes ready
 * stops the ordered walk before the update begins, so a corrected template alone does not help; somebody has to delete
 * the pod.
 */
export function nextSteps(spec: StatefulSetSpec, members: Members, now: number): readonly Step[] {
  const steps: Step[] = [];
  const available = (pod: KubeObject) => healthy(pod) && isAvailable(pod, spec.minReadySeconds, now);
  for (const { ordinal, pod } of members.wanted) {
    if (pod === undefined) {
      steps.push({ do: "create", ordinal, revision: revisionFor(spec, members, ordinal) });
      if (!spec.parallel) return steps;
    } else if (hasEnded(pod) && !isTerminating(pod)) {
      steps.push({ do: "delete", pod, why: "ended" });
      if (!spec.parallel) return steps;
    } else if (!spec.parallel && !available(pod)) return steps;
  }
  for (const pod of members.surplus) {
    if (!spec.parallel && isTerminating(pod)) return steps;
    // an unhealthy one further down must recover first: order is kept also when shrinking
    if (!isTerminating(pod)) steps.push({ do: "delete", pod, why: "scale" });
    if (!spec.parallel) return steps;
  }
  if (spec.onDelete) return steps;
  for (const { ordinal, pod } of members.wanted.toReversed()) {
    if (ordinal < spec.partition) break;
    if (pod === undefined) continue;
    if (pod.metadata.labels?.[revisionLabel] !== members.updateRevision && !isTerminating(pod)) {
      steps.push({ do: "delete", pod, why: "update" });
      return steps;
    }
    if (!available(pod)) return steps;
  }
  return steps;
}

/** Which template a missing pod is made from: below the partition, and while an update has not got there, the old. */
function revisionFor(spec: StatefulSetSpec, members: Members, ordinal: number): "current" | "update" {
  if (members.currentRevision === members.updateRevision) return "update";
  if (spec.onDelete) return "update";
  return ordinal < spec.partition ? "current" : "update";
}
