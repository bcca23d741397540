/** The roles every cluster is born with, as far as people and deployers are bound to them. */
import type { JsonObject } from "../json/value.ts";

const read = ["get", "list", "watch"];
const write = ["create", "delete", "deletecollection", "patch", "update"];
const label = "kubernetes.io/bootstrapping";

const rule = (group: string, resources: string, verbs: readonly string[]): JsonObject => ({
  apiGroups: [group],
  resources: resources.split(" "),
  verbs: [...verbs],
});

const seen: readonly JsonObject[] = [
  rule(
    "",
    "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status namespaces",
    read,
  ),
  rule("discovery.k8s.io", "endpointslices", read),
  rule(
    "apps",
    "controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status",
    read,
  ),
  rule("autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status", read),
  rule("batch", "cronjobs cronjobs/status jobs jobs/status", read),
  rule("networking.k8s.io", "ingresses ingresses/status networkpolicies", read),
  rule("policy", "poddisruptionbudgets poddisruptionbudgets/status", read),
];

const edited: readonly JsonObject[] = [
  rule("", "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy", read),
  rule("", "serviceaccounts", ["impersonate"]),
  rule("", "pods pods/attach pods/exec pods/portforward pods/proxy", write),
  rule("", "pods/eviction", ["create"]),
  rule(
    "",
    "configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy",
    write,
  ),
  rule("", "serviceaccounts/token", ["create"]),
  rule(
    "apps",
    "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale",
    write,
  ),
  rule("autoscaling", "horizontalpodautoscalers", write),
  rule("batch", "cronjobs jobs", write),
  rule("networking.k8s.io", "ingresses networkpolicies", write),
  rule("policy", "poddisruptionbudgets", write),
  rule("coordination.k8s.io", "leases", [...write, ...read]),
];

const administered: readonly JsonObject[] = [
  rule("authorization.k8s.io", "localsubjectaccessreviews", ["create"]),
  rule("rbac.authorization.k8s.io", "rolebindings roles", [...write, ...read]),
];

const role = (name: string, rules: readonly JsonObject[]): JsonObject => ({
  metadata: { name, labels: { [label]: "rbac-defaults" } },
  rules: [...rules],
});

export const roles: readonly JsonObject[] = [
  role("cluster-admin", [
    { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
    { nonResourceURLs: ["*"], verbs: ["*"] },
  ]),
  role("view", seen),
  role("edit", [...seen, ...edited]),
  role("admin", [...seen, ...edited, ...administered]),
  role("system:discovery", [
    {
      nonResourceURLs: [
        "/api",
        "/api/*",
        "/apis",
        "/apis/*",
        "/healthz",
        "/livez",
        "/openapi",
        "/openapi/*",
        "/readyz",
        "/version",
        "/version/",
      ],
      verbs: ["get"],
    },
  ]),
  role("system:public-info-viewer", [
    { nonResourceURLs: ["/healthz", "/livez", "/readyz", "/version", "/version/"], verbs: ["get"] },
  ]),
  role("system:basic-user", [
    rule("authorization.k8s.io", "selfsubjectaccessreviews selfsubjectrulesreviews", ["create"]),
    rule("authentication.k8s.io", "selfsubjectreviews", ["create"]),
  ]),
];

const binding = (name: string, ...groups: readonly string[]): JsonObject => ({
  metadata: { name, labels: { [label]: "rbac-defaults" } },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
  subjects: groups.map((group) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group })),
});

export const bindings: readonly JsonObject[] = [
  binding("cluster-admin", "system:masters"),
  binding("system:discovery", "system:authenticated"),
  binding("system:public-info-viewer", "system:authenticated", "system:unauthenticated"),
  binding("system:basic-user", "system:authenticated"),
];
