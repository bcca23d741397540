import { at } from "../../json/path.ts";
import { type JsonObject, numberOr, objectsOf, stringsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { StatusError } from "../../status/status-error.ts";
import { withoutZeros } from "../work/status.ts";
import { stamp } from "../work/time.ts";
import { conditionOf, withCondition, withoutCondition } from "../workload/condition.ts";
import { isAvailable, isReady } from "../workload/pod.ts";

export function replicaSetStatus(
  set: KubeObject,
  active: readonly KubeObject[],
  refusal: StatusError | undefined,
  now: number,
): JsonObject {
  const wanted = Object.entries(stringsOf(at(set, "spec", "template", "metadata", "labels")));
  const minReady = numberOr(at(set, "spec", "minReadySeconds"), 0);
  const before = at(set, "status", "conditions");
  // said once and kept while it lasts, as Kubernetes does: the refusal names another pod at each try
  const known = conditionOf(before, "ReplicaFailure") !== undefined;
  const conditions =
    refusal === undefined
      ? withoutCondition(before, "ReplicaFailure")
      : known
        ? objectsOf(before)
        : withCondition(
            before,
            { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: refusal.message },
            stamp(now),
          );
  const fully = active.filter((pod) => wanted.every(([key, value]) => pod.metadata.labels?.[key] === value));
  return {
    replicas: active.length,
    ...withoutZeros({
      fullyLabeledReplicas: fully.length,
      readyReplicas: active.filter(isReady).length,
      availableReplicas: active.filter((pod) => isAvailable(pod, minReady, now)).length,
      observedGeneration: set.metadata.generation ?? 0,
    }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}
