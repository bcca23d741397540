import { type Json, type JsonObject, objectsOf } from "../../json/value.ts";

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
}

export function conditionOf(conditions: Json | undefined, type: string): JsonObject | undefined {
  return objectsOf(conditions).find((condition) => condition["type"] === type);
}

/**
 * The list with this condition: the time of the last transition changes only with the status, and order is kept.
 * `updated` adds lastUpdateTime, which Deployments have; `probed` lastProbeTime, which pods have.
 */
export function withCondition(
  conditions: Json | undefined,
  condition: Condition,
  now: string,
  extra: JsonObject = {},
): readonly JsonObject[] {
  const all = objectsOf(conditions);
  const before = conditionOf(conditions, condition.type);
  const sameStatus = before?.["status"] === condition.status;
  const next: JsonObject = {
    type: condition.type,
    status: condition.status,
    ...extra,
    lastTransitionTime: sameStatus ? (before["lastTransitionTime"] ?? now) : now,
    ...(condition.reason === undefined ? {} : { reason: condition.reason }),
    ...(condition.message === undefined ? {} : { message: condition.message }),
  };
  return before === undefined ? [...all, next] : all.map((one) => (one === before ? next : one));
}

export function withoutCondition(conditions: Json | undefined, type: string): readonly JsonObject[] {
  return objectsOf(conditions).filter((condition) => condition["type"] !== type);
}
