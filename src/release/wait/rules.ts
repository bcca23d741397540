import { groupOf } from "../kube/object.ts";
import { autoscaler } from "./kinds/autoscaler.ts";
import { apiService, customResourceDefinition, disruptionBudget, namespace } from "./kinds/cluster.ts";
import { daemonSet } from "./kinds/daemon-set.ts";
import { deployment } from "./kinds/deployment.ts";
import { cronJob, job } from "./kinds/job.ts";
import { other } from "./kinds/other.ts";
import { pod } from "./kinds/pod.ts";
import { replicaSet } from "./kinds/replica-set.ts";
import { ingress, service } from "./kinds/service.ts";
import { statefulSet } from "./kinds/stateful-set.ts";
import { volumeClaim } from "./kinds/volume-claim.ts";
import type { Look, Rule, State } from "./state.ts";

/** One pure function per kind, by group and kind: `Ingress` of another group is not ours to judge. */
const rules: Readonly<Record<string, Rule>> = {
  "apps/Deployment": deployment,
  "apps/StatefulSet": statefulSet,
  "apps/DaemonSet": daemonSet,
  "apps/ReplicaSet": replicaSet,
  "batch/Job": job,
  "batch/CronJob": cronJob,
  "/Pod": pod,
  "/Service": service,
  "networking.k8s.io/Ingress": ingress,
  "extensions/Ingress": ingress,
  "/PersistentVolumeClaim": volumeClaim,
  "autoscaling/HorizontalPodAutoscaler": autoscaler,
  "policy/PodDisruptionBudget": disruptionBudget,
  "/Namespace": namespace,
  "apiextensions.k8s.io/CustomResourceDefinition": customResourceDefinition,
  "apiregistration.k8s.io/APIService": apiService,
};

export function ruleFor(apiVersion: string, kind: string): Rule {
  const key = `${groupOf(apiVersion)}/${kind}`;
  return (Object.hasOwn(rules, key) ? rules[key] : undefined) ?? other;
}

export const judge = (look: Look): State => ruleFor(look.object.apiVersion, look.object.kind)(look);

/** Kinds whose controllers may be absent or slow without the release being at fault: told, never waited for to the end. */
const advisory = new Set(["autoscaling/HorizontalPodAutoscaler", "networking.k8s.io/Ingress"]);
export const isAdvisory = (apiVersion: string, kind: string): boolean => advisory.has(`${groupOf(apiVersion)}/${kind}`);
