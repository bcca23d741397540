import { numberAt } from "../../json/json.ts";
import { stale } from "../condition.ts";
import { doomed, pending } from "../pods.ts";
import { done, type Rule, waiting } from "../state.ts";
import { quota } from "./deployment.ts";

export const replicaSet: Rule = (look) => {
  const wanted = numberAt(look.object, "spec", "replicas") ?? 1;
  const available = numberAt(look.object, "status", "availableReplicas") ?? 0;
  const early = stale(look) ?? quota(look) ?? doomed(look);
  if (early !== undefined && available < wanted) return early;
  return available >= wanted
    ? (stale(look) ?? done)
    : waiting("rollout", pending(look) ?? `${available} of ${wanted} pods are available`);
};
