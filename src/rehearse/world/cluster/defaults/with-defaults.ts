import type { KubeObject } from "../object.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { namespaceDefaults } from "./namespace.ts";
import * as other from "./other.ts";
import { podDefaults } from "./pod.ts";
import { secretDefaults } from "./secret.ts";
import { serviceDefaults } from "./service.ts";
import * as workloads from "./workloads.ts";

const byType: Readonly<Record<string, (object: KubeObject) => KubeObject>> = {
  namespaces: namespaceDefaults,
  resourcequotas: other.quotaDefaults,
  pods: podDefaults,
  secrets: secretDefaults,
  services: serviceDefaults,
  endpoints: other.endpointsDefaults,
  limitranges: other.limitRangeDefaults,
  persistentvolumeclaims: other.claimDefaults,
  persistentvolumes: other.volumeDefaults,
  "deployments.apps": workloads.deploymentDefaults,
  "replicasets.apps": workloads.replicaSetDefaults,
  "statefulsets.apps": workloads.statefulSetDefaults,
  "daemonsets.apps": workloads.daemonSetDefaults,
  "jobs.batch": workloads.jobDefaults,
  "cronjobs.batch": workloads.cronJobDefaults,
  "horizontalpodautoscalers.autoscaling": other.autoscalerDefaults,
  "poddisruptionbudgets.policy": other.budgetDefaults,
  "ingresses.networking.k8s.io": other.ingressDefaults,
  "networkpolicies.networking.k8s.io": other.networkPolicyDefaults,
  "rolebindings.rbac.authorization.k8s.io": other.bindingDefaults,
  "clusterrolebindings.rbac.authorization.k8s.io": other.bindingDefaults,
  "customresourcedefinitions.apiextensions.k8s.io": other.definitionDefaults,
  "mutatingwebhookconfigurations.admissionregistration.k8s.io": other.webhookDefaults,
  "validatingwebhookconfigurations.admissionregistration.k8s.io": other.webhookDefaults,
  "storageclasses.storage.k8s.io": other.storageClassDefaults,
  "priorityclasses.scheduling.k8s.io": other.priorityClassDefaults,
  "endpointslices.discovery.k8s.io": other.sliceDefaults,
};

/** The object with the values the server fills in where the writer left them out. */
export function withDefaults(type: ResourceType, object: KubeObject): KubeObject {
  const change = type.custom ? type.defaults : byType[typeName(type)];
  return change?.(object) ?? object;
}
