import { type KubeObject, keyOf, refOf } from "../kube/object.ts";

/**
 * Later kinds refer to earlier ones. An object that refers to one not yet there is mostly tolerated by Kubernetes, but
 * a pod without its ServiceAccount or quota is refused, and one without its Secret waits through a back-off.
 */
const ranks: readonly (readonly string[])[] = [
  ["Namespace"],
  ["CustomResourceDefinition"],
  ["PriorityClass", "StorageClass", "RuntimeClass", "IngressClass"],
  ["ResourceQuota", "LimitRange"],
  ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
  ["NetworkPolicy"],
  ["Secret", "ConfigMap"],
  ["PersistentVolume", "PersistentVolumeClaim"],
  ["Service"],
  ["PodDisruptionBudget"],
  ["StatefulSet", "DaemonSet"],
  ["Job"],
  ["Deployment", "ReplicaSet", "Pod", "ReplicationController"],
  ["HorizontalPodAutoscaler", "CronJob"],
  ["Ingress"],
];
const last = [
  "APIService",
  "ValidatingWebhookConfiguration",
  "MutatingWebhookConfiguration",
  "ValidatingAdmissionPolicy",
];

export function rankOf(kind: string): number {
  const at = ranks.findIndex((kinds) => kinds.includes(kind));
  if (at >= 0) return at;
  // kinds we do not know are mostly custom resources: after what they may name, before what reads them
  return last.includes(kind) ? ranks.length : ranks.findIndex((kinds) => kinds.includes("Service")) + 0.5;
}

/** Deterministic: rank, then kind, namespace and name. */
export function applyOrder(objects: readonly KubeObject[]): readonly KubeObject[] {
  const keyed = objects.map((object) => ({ object, rank: rankOf(object.kind), key: keyOf(refOf(object)) }));
  return keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1)).map(({ object }) => object);
}
