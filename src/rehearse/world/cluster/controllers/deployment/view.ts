import { at } from "../../json/path.ts";
import { type Json, numberOr, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { amount } from "../workload/amount.ts";

/** A Deployment's spec with what the API server would have filled in. */
export interface DeploymentSpec {
  readonly replicas: number;
  readonly selector: Json | undefined;
  readonly template: Json | undefined;
  readonly paused: boolean;
  readonly recreate: boolean;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly minReadySeconds: number;
  readonly historyLimit: number;
  /** Seconds; undefined when there is no deadline. */
  readonly deadline: number | undefined;
}

/** What Kubernetes takes for "no deadline". */
const never = 2 ** 31 - 1;

export function specOf(deployment: KubeObject, patience = Number.POSITIVE_INFINITY): DeploymentSpec {
  const spec = deployment["spec"];
  const replicas = numberOr(at(spec, "replicas"), 1);
  const recreate = stringOr(at(spec, "strategy", "type")) === "Recreate";
  const rolling = at(spec, "strategy", "rollingUpdate");
  const maxSurge = recreate ? 0 : amount(at(rolling, "maxSurge"), replicas, "up", "25%");
  const unavailable = recreate ? replicas : amount(at(rolling, "maxUnavailable"), replicas, "down", "25%");
  const deadline = numberOr(at(spec, "progressDeadlineSeconds"), 600);
  return {
    replicas,
    selector: at(spec, "selector"),
    template: at(spec, "template"),
    paused: at(spec, "paused") === true,
    recreate,
    maxSurge,
    // 0 and 0 would never move: percentages that both round to nothing allow one to be unavailable
    maxUnavailable: Math.min(replicas, maxSurge === 0 && unavailable === 0 ? 1 : unavailable),
    minReadySeconds: numberOr(at(spec, "minReadySeconds"), 0),
    historyLimit: numberOr(at(spec, "revisionHistoryLimit"), 10),
    deadline: deadline === never ? undefined : Math.min(deadline, patience),
  };
}

export const replicasOf = (set: KubeObject) => numberOr(at(set, "spec", "replicas"), 1);
export const actualOf = (set: KubeObject) => numberOr(at(set, "status", "replicas"), 0);
export const readyOf = (set: KubeObject) => numberOr(at(set, "status", "readyReplicas"), 0);
export const availableOf = (set: KubeObject) => numberOr(at(set, "status", "availableReplicas"), 0);

export const sum = (sets: readonly KubeObject[], count: (set: KubeObject) => number) =>
  sets.reduce((total, set) => total + count(set), 0);

export const byCreation = (sets: readonly KubeObject[]) =>
  [...sets].sort(
    (a, b) =>
      Date.parse(a.metadata.creationTimestamp ?? "") - Date.parse(b.metadata.creationTimestamp ?? "") ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  );
