import { at } from "../../json/path.ts";
import { type JsonObject, numberOr, objectOr, objectsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { Store } from "../../store/store.ts";
import { unlessRefused } from "../work/attempt.ts";
import { controllerManager } from "../work/status.ts";
import { isControlledBy } from "../workload/owner.ts";
import { isActive, phaseOf, restartsOf } from "../workload/pod.ts";
import { podOf } from "../workload/template.ts";
import type { Tally } from "./verdict.ts";
import type { JobSpec } from "./view.ts";

/** Keeps a pod that ended until it has been counted. */
export const tracking = "batch.kubernetes.io/job-tracking";

export const podsOf = (store: Store, job: KubeObject) =>
  store.list("pods", {
    namespace: job.metadata.namespace ?? "",
    where: (pod) => isControlledBy(pod, job),
  });

/** Ended pods are counted once, into the Job's status; then they may go. */
export function tallyOf(job: KubeObject, pods: readonly KubeObject[]): Tally {
  const uncounted = pods.filter((pod) => pod.metadata.finalizers?.includes(tracking) === true);
  const ended = (phase: string) => uncounted.filter((pod) => phaseOf(pod) === phase).length;
  const lost = uncounted.filter((pod) => pod.metadata.deletionTimestamp !== undefined && isUnfinished(pod)).length;
  const active = pods.filter(isActive);
  return {
    active: active.length,
    succeeded: numberOr(at(job, "status", "succeeded"), 0) + ended("Succeeded"),
    failed: numberOr(at(job, "status", "failed"), 0) + ended("Failed") + lost,
    restarts: active.reduce((sum, pod) => sum + restartsOf(pod), 0),
  };
}

const isUnfinished = (pod: KubeObject) => phaseOf(pod) !== "Succeeded" && phaseOf(pod) !== "Failed";

export function letGo(store: Store, pods: readonly KubeObject[]): void {
  for (const pod of pods) {
    const { namespace = "", name, finalizers = [], deletionTimestamp } = pod.metadata;
    if (!finalizers.includes(tracking) || (isUnfinished(pod) && deletionTimestamp === undefined)) continue;
    unlessRefused(
      () =>
        store.modify(
          "pods",
          namespace,
          name,
          (current) => ({
            ...current,
            metadata: { ...current.metadata, finalizers: finalizers.filter((one) => one !== tracking) },
          }),
          { manager: controllerManager },
        ),
      "NotFound",
    );
  }
}

/** The lowest completion index that nobody works on or has done. */
function freeIndex(pods: readonly KubeObject[]): number {
  const taken = new Set(
    pods.filter((pod) => phaseOf(pod) !== "Failed").map((pod) => Number(pod.metadata.annotations?.[indexKey] ?? -1)),
  );
  let index = 0;
  while (taken.has(index)) index += 1;
  return index;
}

const indexKey = "batch.kubernetes.io/job-completion-index";

export function jobPod(job: KubeObject, spec: JobSpec, pods: readonly KubeObject[]): JsonObject {
  const { name, uid = "" } = job.metadata;
  const index = String(freeIndex(pods));
  const pod = podOf(job, at(job, "spec", "template"), {
    generateName: spec.indexed ? `${name}-${index}-` : `${name}-`,
    labels: {
      "batch.kubernetes.io/controller-uid": uid,
      "batch.kubernetes.io/job-name": name,
      "controller-uid": uid,
      "job-name": name,
      ...(spec.indexed ? { [indexKey]: index } : {}),
    },
    ...(spec.indexed ? { annotations: { [indexKey]: index } } : {}),
    finalizers: [tracking],
  });
  if (!spec.indexed) return pod;
  const variable = {
    name: "JOB_COMPLETION_INDEX",
    valueFrom: { fieldRef: { fieldPath: `metadata.annotations['${indexKey}']` } },
  };
  const containers = objectsOf(at(pod, "spec", "containers")).map((container) => ({
    ...container,
    env: [...objectsOf(container["env"]), variable],
  }));
  return { ...pod, spec: { ...objectOr(pod["spec"]), containers } };
}
