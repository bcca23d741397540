import { typesOf } from "./row.ts";

const stream = ["create", "get"];
const anyVerb = ["create", "delete", "get", "patch", "update"];

export const core = typesOf("", "v1", [
  { resource: "configmaps", kind: "ConfigMap", short: "cm" },
  { resource: "endpoints", kind: "Endpoints", short: "ep" },
  { resource: "events", kind: "Event", short: "ev" },
  { resource: "limitranges", kind: "LimitRange", short: "limits" },
  {
    resource: "namespaces",
    kind: "Namespace",
    short: "ns",
    cluster: true,
    status: true,
    names: "label",
    subresources: [{ name: "finalize", kind: "Namespace", verbs: ["update"] }],
    verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  },
  {
    resource: "nodes",
    kind: "Node",
    short: "no",
    cluster: true,
    status: true,
    subresources: [{ name: "proxy", kind: "NodeProxyOptions", verbs: anyVerb }],
  },
  { resource: "persistentvolumeclaims", kind: "PersistentVolumeClaim", short: "pvc", status: true },
  { resource: "persistentvolumes", kind: "PersistentVolume", short: "pv", cluster: true, status: true },
  {
    resource: "pods",
    kind: "Pod",
    short: "po",
    category: "all",
    status: true,
    generation: "spec",
    subresources: [
      { name: "attach", kind: "PodAttachOptions", verbs: stream },
      { name: "binding", kind: "Binding", verbs: ["create"] },
      { name: "ephemeralcontainers", kind: "Pod", verbs: ["get", "patch", "update"] },
      { name: "eviction", kind: "Eviction", verbs: ["create"], group: "policy", version: "v1" },
      { name: "exec", kind: "PodExecOptions", verbs: stream },
      { name: "log", kind: "Pod", verbs: ["get"] },
      { name: "portforward", kind: "PodPortForwardOptions", verbs: stream },
      { name: "proxy", kind: "PodProxyOptions", verbs: anyVerb },
    ],
  },
  { resource: "podtemplates", kind: "PodTemplate" },
  {
    resource: "replicationcontrollers",
    kind: "ReplicationController",
    short: "rc",
    category: "all",
    status: true,
    scale: true,
    generation: "spec",
  },
  { resource: "resourcequotas", kind: "ResourceQuota", short: "quota", status: true },
  { resource: "secrets", kind: "Secret" },
  {
    resource: "serviceaccounts",
    kind: "ServiceAccount",
    short: "sa",
    subresources: [
      { name: "token", kind: "TokenRequest", verbs: ["create"], group: "authentication.k8s.io", version: "v1" },
    ],
  },
  {
    resource: "services",
    kind: "Service",
    short: "svc",
    category: "all",
    status: true,
    names: "label 1035",
    subresources: [{ name: "proxy", kind: "ServiceProxyOptions", verbs: anyVerb }],
  },
]);
