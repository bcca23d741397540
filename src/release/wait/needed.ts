import { templatePath } from "../bundle/template.ts";
import { objectsAt, textAt } from "../json/json.ts";
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

/** A claim that no pod of the bundle uses may rightly stay unbound (WaitForFirstConsumer), until a backup Job comes. */
export function needsWaiting(object: KubeObject, _index: number, all: readonly KubeObject[]): boolean {
  if (object.kind === "PersistentVolumeClaim")
    return all.some((other) => claimsOf(other).includes(object.metadata.name));
  if (object.kind === "Service") return textAt(object, "spec", "type") === "LoadBalancer";
  return !atOnce.has(object.kind);
}

function claimsOf(object: KubeObject): readonly string[] {
  const path = templatePath(object);
  if (path === undefined || object.kind === "CronJob") return [];
  return objectsAt(object, ...path, "spec", "volumes").flatMap(
    (volume) => textAt(volume, "persistentVolumeClaim", "claimName") ?? [],
  );
}
