import { at } from "../../json/path.ts";
import { type JsonObject, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { presentRevision, pruneRevisions, revisionLabel, revisionsOf } from "../revision/revision.ts";
import { unlessRefused } from "../work/attempt.ts";
import { type Again, type Controller, type Desk, itself, itsOwner } from "../work/controller.ts";
import { controllerManager, withoutZeros, writeStatus } from "../work/status.ts";
import { claim } from "../workload/owner.ts";
import { isAvailable, isReady, isTerminating, phaseOf, readySince } from "../workload/pod.ts";
import { selects } from "../workload/selector.ts";
import { type Members, nextSteps } from "./next.ts";
import { createPod } from "./pod.ts";
import { ordinalOf, type StatefulSetSpec, specOf } from "./view.ts";

const type = "statefulsets.apps";

/** Pods with names and order of their own. */
export const statefulSets: Controller = {
  name: "statefulset-controller",
  watches: { [type]: itself, pods: itsOwner("StatefulSet") },
  reconcile: (desk, key) => {
    const set = desk.store.get(type, key.namespace, key.name);
    return set === undefined || isTerminating(set) ? undefined : reconcile(desk, set);
  },
};

function reconcile(desk: Desk, set: KubeObject): Again {
  const { store } = desk;
  const spec = specOf(set);
  const update = presentRevision(store, set);
  const currentName = stringOr(at(set, "status", "currentRevision"), update.metadata.name);
  const current = revisionsOf(store, set).find((revision) => revision.metadata.name === currentName) ?? update;
  const pods = () =>
    claim(store, "pods", set, selects(at(set, "spec", "selector")), controllerManager).filter(
      (pod) => ordinalOf(set, pod) !== undefined,
    );
  const members = membersOf(set, spec, pods(), current.metadata.name, update.metadata.name);
  let refused = false;
  for (const step of nextSteps(spec, members, desk.now())) {
    if (step.do === "create")
      refused = !createPod(desk, set, step.revision === "current" ? current : update, step.ordinal) || refused;
    else remove(desk, set, step.pod);
  }
  const after = pods();
  writeStatus(store, type, set, statusOf(set, spec, after, current.metadata.name, update.metadata.name, desk.now()));
  pruneRevisions(store, set, new Set([...after.map(revisionName), current.metadata.name, update.metadata.name]));
  return refused ? 1000 : untilAvailable(spec, after, desk.now());
}

const revisionName = (pod: KubeObject) => pod.metadata.labels?.[revisionLabel] ?? "";

function membersOf(
  set: KubeObject,
  spec: StatefulSetSpec,
  pods: readonly KubeObject[],
  currentRevision: string,
  updateRevision: string,
): Members {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod) ?? -1, pod]));
  const ordinals = Array.from({ length: spec.replicas }, (_, i) => spec.firstOrdinal + i);
  const surplus = [...byOrdinal]
    .filter(([ordinal]) => !ordinals.includes(ordinal))
    .sort(([a], [b]) => b - a)
    .map(([, pod]) => pod);
  return {
    wanted: ordinals.map((ordinal) => ({ ordinal, pod: byOrdinal.get(ordinal) })),
    surplus,
    currentRevision,
    updateRevision,
  };
}

function remove(desk: Desk, set: KubeObject, pod: KubeObject): void {
  const { name, namespace = "" } = pod.metadata;
  unlessRefused(() => desk.store.delete("pods", namespace, name), "NotFound");
  const message = `delete Pod ${name} in StatefulSet ${set.metadata.name} successful`;
  desk.events.normal(set, "SuccessfulDelete", message);
}

function statusOf(
  set: KubeObject,
  spec: StatefulSetSpec,
  pods: readonly KubeObject[],
  currentRevision: string,
  updateRevision: string,
  now: number,
): JsonObject {
  const alive = pods.filter((pod) => !isTerminating(pod));
  const ready = pods.filter((pod) => phaseOf(pod) === "Running" && isReady(pod));
  const updated = alive.filter((pod) => revisionName(pod) === updateRevision).length;
  const complete = !spec.onDelete && updated === spec.replicas && pods.length === updated && ready.length === updated;
  const settled = complete ? updateRevision : currentRevision;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    ...withoutZeros({
      readyReplicas: ready.length,
      currentReplicas: alive.filter((pod) => revisionName(pod) === settled).length,
      updatedReplicas: updated,
    }),
    currentRevision: settled,
    updateRevision,
    collisionCount: 0,
    availableReplicas: ready.filter((pod) => isAvailable(pod, spec.minReadySeconds, now)).length,
  };
}

function untilAvailable(spec: StatefulSetSpec, pods: readonly KubeObject[], now: number): Again {
  const waiting = pods.filter((pod) => isReady(pod) && !isAvailable(pod, spec.minReadySeconds, now));
  return waiting.length === 0
    ? undefined
    : Math.min(...waiting.map((pod) => readySince(pod) + spec.minReadySeconds * 1000 - now));
}
