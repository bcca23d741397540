import { mapAt } from "../json/json.ts";
import { type KubeObject, refOf } from "../kube/object.ts";

/**
 * Pods by namespace and label, made once per look: with some hundred workloads and their pods, going through all pods for
 * each workload would take longer than the cluster takes to start them.
 */
export interface PodIndex {
  /** No more than the workload's selector may choose from; the selector itself is still to be asked. */
  readonly near: (workload: KubeObject) => readonly KubeObject[];
}

export function podIndex(pods: readonly KubeObject[]): PodIndex {
  const places = new Map<string, KubeObject[]>();
  const put = (key: string, pod: KubeObject) => {
    const place = places.get(key);
    if (place === undefined) places.set(key, [pod]);
    else place.push(pod);
  };
  for (const pod of pods) {
    const namespace = refOf(pod).namespace ?? "";
    put(namespace, pod);
    for (const [key, value] of Object.entries(mapAt(pod, "metadata", "labels")))
      put(`${namespace} ${key}=${value}`, pod);
  }
  return {
    near: (workload) => {
      const namespace = refOf(workload).namespace ?? "";
      const wanted = Object.entries(mapAt(workload, "spec", "selector", "matchLabels"));
      const keys = [namespace, ...wanted.map(([key, value]) => `${namespace} ${key}=${value}`)];
      return keys.map((key) => places.get(key) ?? []).reduce((least, one) => (one.length < least.length ? one : least));
    },
  };
}
