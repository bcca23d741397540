import { at } from "../../json/path.ts";
import { type Json, type JsonObject, numberOr, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { withoutZeros } from "../work/status.ts";
import { conditionOf, withoutCondition } from "../workload/condition.ts";
import { type Counts, progress, withUpdated } from "./progress.ts";
import { actualOf, availableOf, type DeploymentSpec, readyOf, replicasOf, sum } from "./view.ts";

export interface Written {
  readonly status: JsonObject;
  readonly deadlineIn: number | undefined;
}

export function countsOf(newest: KubeObject | undefined, all: readonly KubeObject[]): Counts {
  return {
    replicas: sum(all, actualOf),
    updatedReplicas: newest === undefined ? 0 : actualOf(newest),
    readyReplicas: sum(all, readyOf),
    availableReplicas: sum(all, availableOf),
  };
}

/** The whole status. While paused or scaled, progress is not judged: only rollouts have a deadline. */
export function deploymentStatus(
  deployment: KubeObject,
  spec: DeploymentSpec,
  newest: KubeObject | undefined,
  old: readonly KubeObject[],
  rolling: boolean,
  now: number,
): Written {
  const all = newest === undefined ? old : [...old, newest];
  const counts = countsOf(newest, all);
  const before: Json | undefined = deployment["status"];
  const past: Counts = {
    replicas: numberOr(at(before, "replicas"), 0),
    updatedReplicas: numberOr(at(before, "updatedReplicas"), 0),
    readyReplicas: numberOr(at(before, "readyReplicas"), 0),
    availableReplicas: numberOr(at(before, "availableReplicas"), 0),
  };
  const enough = counts.availableReplicas >= spec.replicas - spec.maxUnavailable;
  const available = withUpdated(
    at(before, "conditions"),
    {
      type: "Available",
      status: enough ? "True" : "False",
      reason: enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
      message: enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
    },
    now,
  );
  const judged = rolling
    ? progress(spec, available, past, counts, newest?.metadata.name, now)
    : { conditions: available, deadlineIn: undefined };
  const conditions = rolling ? withFailure(judged.conditions, newest, old, now) : judged.conditions;
  return {
    status: {
      ...withoutZeros({
        observedGeneration: deployment.metadata.generation ?? 0,
        ...counts,
        unavailableReplicas: Math.max(0, sum(all, replicasOf) - counts.availableReplicas),
        collisionCount: numberOr(at(before, "collisionCount")),
      }),
      conditions,
    },
    deadlineIn: judged.deadlineIn,
  };
}

/** What stops a set from creating pods is told here: the newest set's failure before the old ones'. */
function withFailure(
  conditions: readonly JsonObject[],
  newest: KubeObject | undefined,
  old: readonly KubeObject[],
  now: number,
): readonly JsonObject[] {
  const failures = [newest, ...old].map((set) => conditionOf(at(set, "status", "conditions"), "ReplicaFailure"));
  const failure = failures.find((found) => found?.["status"] === "True");
  if (failure === undefined) return withoutCondition(conditions, "ReplicaFailure");
  return withUpdated(
    conditions,
    {
      type: "ReplicaFailure",
      status: "True",
      reason: stringOr(failure["reason"], "FailedCreate"),
      message: stringOr(failure["message"], ""),
    },
    now,
  );
}
