import { typesOf } from "./row.ts";

export const apps = typesOf("apps", "v1", [
  { resource: "controllerrevisions", kind: "ControllerRevision" },
  { resource: "daemonsets", kind: "DaemonSet", short: "ds", category: "all", status: true, generation: "spec" },
  {
    resource: "deployments",
    kind: "Deployment",
    short: "deploy",
    category: "all",
    status: true,
    scale: true,
    generation: "spec and annotations",
  },
  {
    resource: "replicasets",
    kind: "ReplicaSet",
    short: "rs",
    category: "all",
    status: true,
    scale: true,
    generation: "spec",
  },
  {
    resource: "statefulsets",
    kind: "StatefulSet",
    short: "sts",
    category: "all",
    status: true,
    scale: true,
    generation: "spec",
  },
]);

export const batch = typesOf("batch", "v1", [
  { resource: "cronjobs", kind: "CronJob", short: "cj", category: "all", status: true, generation: "spec" },
  { resource: "jobs", kind: "Job", category: "all", status: true, generation: "spec" },
]);

export const autoscaling = typesOf("autoscaling", "v2", [
  {
    resource: "horizontalpodautoscalers",
    kind: "HorizontalPodAutoscaler",
    short: "hpa",
    category: "all",
    status: true,
  },
]);

export const policy = typesOf("policy", "v1", [
  { resource: "poddisruptionbudgets", kind: "PodDisruptionBudget", short: "pdb", status: true, generation: "spec" },
]);
