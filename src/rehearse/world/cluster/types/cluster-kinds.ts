import { typesOf } from "./row.ts";

export const networking = typesOf("networking.k8s.io", "v1", [
  { resource: "ingressclasses", kind: "IngressClass", cluster: true, generation: "spec" },
  { resource: "ingresses", kind: "Ingress", short: "ing", status: true, generation: "spec" },
  { resource: "networkpolicies", kind: "NetworkPolicy", short: "netpol", generation: "spec" },
]);

export const coordination = typesOf("coordination.k8s.io", "v1", [{ resource: "leases", kind: "Lease" }]);

export const discovery = typesOf("discovery.k8s.io", "v1", [
  { resource: "endpointslices", kind: "EndpointSlice", generation: "all but metadata and status" },
]);

export const events = typesOf("events.k8s.io", "v1", [{ resource: "events", kind: "Event", short: "ev" }]);

export const rbac = typesOf("rbac.authorization.k8s.io", "v1", [
  { resource: "clusterrolebindings", kind: "ClusterRoleBinding", cluster: true, names: "path segment" },
  { resource: "clusterroles", kind: "ClusterRole", cluster: true, names: "path segment" },
  { resource: "rolebindings", kind: "RoleBinding", names: "path segment" },
  { resource: "roles", kind: "Role", names: "path segment" },
]);

export const extensions = typesOf("apiextensions.k8s.io", "v1", [
  {
    resource: "customresourcedefinitions",
    kind: "CustomResourceDefinition",
    short: "crd crds",
    cluster: true,
    status: true,
    generation: "spec",
  },
]);

export const registration = typesOf("apiregistration.k8s.io", "v1", [
  { resource: "apiservices", kind: "APIService", cluster: true, status: true },
]);

export const admission = typesOf("admissionregistration.k8s.io", "v1", [
  {
    resource: "mutatingwebhookconfigurations",
    kind: "MutatingWebhookConfiguration",
    cluster: true,
    generation: "all but metadata and status",
  },
  {
    resource: "validatingadmissionpolicies",
    kind: "ValidatingAdmissionPolicy",
    cluster: true,
    status: true,
    generation: "spec",
  },
  {
    resource: "validatingadmissionpolicybindings",
    kind: "ValidatingAdmissionPolicyBinding",
    cluster: true,
    generation: "spec",
  },
  {
    resource: "validatingwebhookconfigurations",
    kind: "ValidatingWebhookConfiguration",
    cluster: true,
    generation: "all but metadata and status",
  },
]);

export const scheduling = typesOf("scheduling.k8s.io", "v1", [
  { resource: "priorityclasses", kind: "PriorityClass", short: "pc", cluster: true },
]);

export const storage = typesOf("storage.k8s.io", "v1", [
  { resource: "storageclasses", kind: "StorageClass", short: "sc", cluster: true },
]);
