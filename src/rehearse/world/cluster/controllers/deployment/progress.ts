import { at } from "../../json/path.ts";
import type { Json, JsonObject } from "../../json/value.ts";
import { milliseconds, stamp } from "../work/time.ts";
import { type Condition, conditionOf, withCondition, withoutCondition } from "../workload/condition.ts";
import type { DeploymentSpec } from "./view.ts";

/** The numbers of a Deployment's status, before and now, that say whether it moves. */
export interface Counts {
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
}

/** Deployments also keep lastUpdateTime: a condition said again with another reason or message renews it. */
export function withUpdated(conditions: Json | undefined, condition: Condition, now: number): readonly JsonObject[] {
  const before = conditionOf(conditions, condition.type);
  const same = before?.["status"] === condition.status && before["reason"] === condition.reason;
  if (same) return withCondition(conditions, condition, stamp(now), { lastUpdateTime: before["lastUpdateTime"] });
  return withCondition(conditions, condition, stamp(now), { lastUpdateTime: stamp(now) });
}

const progressing = (status: "True" | "False" | "Unknown", reason: string, message: string): Condition => ({
  type: "Progressing",
  status,
  reason,
  message,
});

export interface Progress {
  readonly conditions: readonly JsonObject[];
  /** Milliseconds until the deadline would pass. */
  readonly deadlineIn: number | undefined;
}

/** The condition Progressing: complete, moving, or past its deadline. `name` is the newest set's. */
export function progress(
  spec: DeploymentSpec,
  conditions: readonly JsonObject[],
  before: Counts,
  counts: Counts,
  name: string | undefined,
  now: number,
): Progress {
  if (spec.deadline === undefined)
    return { conditions: withoutCondition(conditions, "Progressing"), deadlineIn: undefined };
  const current = conditionOf(conditions, "Progressing");
  const about = name === undefined ? "Deployment" : `ReplicaSet "${name}"`;
  const wasComplete = counts.replicas === counts.updatedReplicas && current?.["reason"] === "NewReplicaSetAvailable";
  if (wasComplete) return { conditions, deadlineIn: undefined };
  if (isComplete(spec, counts)) {
    const done = progressing("True", "NewReplicaSetAvailable", `${about} has successfully progressed.`);
    return { conditions: withUpdated(conditions, done, now), deadlineIn: undefined };
  }
  if (hasMoved(before, counts)) {
    const moving = progressing("True", "ReplicaSetUpdated", `${about} is progressing.`);
    // said anew each time something moves: lastUpdateTime is what the deadline counts from
    const renewed = withCondition(conditions, moving, stamp(now), { lastUpdateTime: stamp(now) });
    return { conditions: renewed, deadlineIn: spec.deadline * 1000 };
  }
  if (current === undefined || current["reason"] === "ProgressDeadlineExceeded")
    return { conditions, deadlineIn: undefined };
  const left = milliseconds(at(current, "lastUpdateTime")) + spec.deadline * 1000 - now;
  if (left > 0 || current["reason"] === "NewReplicaSetAvailable") return { conditions, deadlineIn: Math.max(1, left) };
  const late = progressing("False", "ProgressDeadlineExceeded", `${about} has timed out progressing.`);
  return { conditions: withUpdated(conditions, late, now), deadlineIn: undefined };
}

export const isComplete = (spec: DeploymentSpec, counts: Counts) =>
  counts.updatedReplicas === spec.replicas &&
  counts.replicas === spec.replicas &&
  counts.availableReplicas === spec.replicas;

const hasMoved = (before: Counts, now: Counts) =>
  now.updatedReplicas > before.updatedReplicas ||
  now.replicas - now.updatedReplicas < before.replicas - before.updatedReplicas ||
  now.readyReplicas > before.readyReplicas ||
  now.availableReplicas > before.availableReplicas;
