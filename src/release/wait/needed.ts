import { textAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";

/** Kinds that are what they are as soon as they are stored: a watch for each would only cost. */
const atOnce = new Set([
  "ConfigMap",
  "Secret",
  "ServiceAccount",
  "Role",
  "RoleBinding",
  "ClusterRole",
  "ClusterRoleBinding",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "CronJob",
  "PriorityClass",
  "StorageClass",
  "Lease",
]);

export function needsWaiting(object: KubeObject): boolean {
  if (object.kind === "Service") return textAt(object, "spec", "type") === "LoadBalancer";
  return !atOnce.has(object.kind);
}
