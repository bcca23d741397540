import { numberOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { isReady, nodeOf, phaseOf, readySince, restartsOf } from "../workload/pod.ts";

const phases = ["Pending", "Unknown", "Running"];

/** What makes a pod go before another when a ReplicaSet shrinks; the first question with an answer decides. */
const questions: readonly ((pod: KubeObject) => number)[] = [
  (pod) => (nodeOf(pod) === "" ? 0 : 1),
  (pod) => phases.indexOf(phaseOf(pod)),
  (pod) => (isReady(pod) ? 1 : 0),
  (pod) => numberOr(Number(pod.metadata.annotations?.["controller.kubernetes.io/pod-deletion-cost"] ?? 0), 0),
  (pod) => (isReady(pod) ? -readySince(pod) : 0),
  (pod) => -restartsOf(pod),
  (pod) => -Date.parse(pod.metadata.creationTimestamp ?? ""),
];

/** First to go first: unscheduled, pending, not ready, cheap, lately ready, often restarted, young. */
export function byDeletion(pods: readonly KubeObject[]): readonly KubeObject[] {
  return [...pods].sort((a, b) => {
    for (const question of questions) {
      const difference = question(a) - question(b);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}
