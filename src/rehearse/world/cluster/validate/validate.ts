import type { KubeObject } from "../object.ts";
import { invalid } from "../status/refusals.ts";
import type { Cause } from "../status/status-error.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { configMapCauses, configMapChange, secretCauses, secretChange } from "./config.ts";
import { customCauses } from "./custom.ts";
import { deploymentCauses, selectorChange } from "./deployment.ts";
import { cronJobCauses, jobCauses, jobChange } from "./job.ts";
import { metadataCauses, metadataChange } from "./metadata.ts";
import * as other from "./other.ts";
import { serviceCauses, serviceChange } from "./service.ts";
import { statefulSetCauses, statefulSetChange } from "./stateful-set.ts";

/** What is checked of a kind: each state by itself, and the step from one to the next. */
interface Checks {
  readonly state?: (object: KubeObject) => readonly Cause[];
  readonly change?: (old: KubeObject, next: KubeObject) => readonly Cause[];
}

const byType: Readonly<Record<string, Checks>> = {
  configmaps: { state: configMapCauses, change: configMapChange },
  secrets: { state: secretCauses, change: secretChange },
  services: { state: serviceCauses, change: serviceChange },
  pods: { state: other.podCauses, change: other.podChange },
  persistentvolumeclaims: { state: other.claimCauses, change: other.claimChange },
  "deployments.apps": { state: deploymentCauses, change: selectorChange },
  "replicasets.apps": { state: other.replicaSetCauses, change: selectorChange },
  "daemonsets.apps": { state: other.daemonSetCauses, change: selectorChange },
  "statefulsets.apps": { state: statefulSetCauses, change: statefulSetChange },
  "jobs.batch": { state: jobCauses, change: jobChange },
  "cronjobs.batch": { state: cronJobCauses },
  "horizontalpodautoscalers.autoscaling": { state: other.autoscalerCauses },
  "leases.coordination.k8s.io": { state: other.leaseCauses },
  "poddisruptionbudgets.policy": { state: other.budgetCauses },
  "ingresses.networking.k8s.io": { state: other.ingressCauses },
  "rolebindings.rbac.authorization.k8s.io": { change: other.bindingChange },
  "clusterrolebindings.rbac.authorization.k8s.io": { change: other.bindingChange },
  "customresourcedefinitions.apiextensions.k8s.io": { state: other.definitionCauses },
};

export function validateCreate(type: ResourceType, object: KubeObject): void {
  const checks = checksOf(type);
  refuse(type, object, [...metadataCauses(type, object), ...(checks.state?.(object) ?? [])]);
}

export function validateUpdate(type: ResourceType, old: KubeObject, object: KubeObject, subresource: string): void {
  if (old === object || (subresource !== "" && subresource !== "scale")) return;
  const checks = checksOf(type);
  refuse(type, object, [
    ...metadataCauses(type, object),
    ...metadataChange(old, object),
    ...(checks.state?.(object) ?? []),
    ...(checks.change?.(old, object) ?? []),
  ]);
}

function checksOf(type: ResourceType): Checks {
  if (type.custom) return { state: (object) => customCauses(type, object) };
  return byType[typeName(type)] ?? {};
}

function refuse(type: ResourceType, object: KubeObject, causes: readonly Cause[]): void {
  if (causes.length > 0) throw invalid(type.kind, type.group, object.metadata.name, causes);
}
