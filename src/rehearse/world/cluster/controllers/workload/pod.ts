import { at } from "../../json/path.ts";
import { numberOr, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { conditionOf } from "./condition.ts";

export const phaseOf = (pod: KubeObject) => stringOr(at(pod, "status", "phase"), "Pending");

export const isTerminating = (object: KubeObject) => object.metadata.deletionTimestamp !== undefined;

export const hasEnded = (pod: KubeObject) => phaseOf(pod) === "Succeeded" || phaseOf(pod) === "Failed";

/** Counts as one of its controller's pods: not ended, not on its way out. */
export const isActive = (pod: KubeObject) => !hasEnded(pod) && !isTerminating(pod);

const readyCondition = (pod: KubeObject) => conditionOf(at(pod, "status", "conditions"), "Ready");

export const isReady = (pod: KubeObject) => readyCondition(pod)?.["status"] === "True";

export function readySince(pod: KubeObject): number {
  return isReady(pod)
    ? Date.parse(stringOr(readyCondition(pod)?.["lastTransitionTime"], ""))
    : Number.POSITIVE_INFINITY;
}

/** Ready for at least `minReadySeconds`. */
export function isAvailable(pod: KubeObject, minReadySeconds: number, now: number): boolean {
  return isReady(pod) && (minReadySeconds === 0 || readySince(pod) + minReadySeconds * 1000 <= now);
}

export const nodeOf = (pod: KubeObject) => stringOr(at(pod, "spec", "nodeName"), "");

export function restartsOf(pod: KubeObject): number {
  return objectsOf(at(pod, "status", "containerStatuses")).reduce(
    (most, status) => Math.max(most, numberOr(status["restartCount"], 0)),
    0,
  );
}
