import { at } from "../json/path.ts";
import { listOr, numberOr, objectsOf, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { ageAt, none, selectorText, sizeAt, textAt } from "./cells.ts";
import { ageColumn, type Column, count, nameColumn, words } from "./column.ts";

const lastSeen = (event: KubeObject) =>
  stringOr(event["lastTimestamp"]) || stringOr(event["eventTime"]) || event.metadata.creationTimestamp;

const accessModes =
  (...path: readonly string[]) =>
  (object: KubeObject) =>
    listOr(at(object, ...path))
      .map((mode) => String(mode).replace(/[a-z]/g, ""))
      .join(",");

export const otherColumns: Readonly<Record<string, readonly Column[]>> = {
  configmaps: [nameColumn, count("Data", sizeAt("data")), ageColumn],
  secrets: [nameColumn, words("Type", textAt("type")), count("Data", sizeAt("data")), ageColumn],
  serviceaccounts: [nameColumn, count("Secrets", sizeAt("secrets")), ageColumn],
  namespaces: [nameColumn, words("Status", textAt("status", "phase")), ageColumn],
  services: [
    nameColumn,
    words("Type", textAt("spec", "type")),
    words("Cluster-IP", textAt("spec", "clusterIP")),
    words("External-IP", (service) =>
      at(service, "spec", "type") === "LoadBalancer"
        ? "<pending>"
        : stringOr(at(service, "spec", "externalName"), none),
    ),
    words("Port(s)", (service) => {
      const ports = objectsOf(at(service, "spec", "ports")).map((port) => {
        const node = numberOr(port["nodePort"], 0);
        return `${String(port["port"])}${node === 0 ? "" : `:${node}`}/${String(port["protocol"])}`;
      });
      return ports.length === 0 ? none : ports.join(",");
    }),
    ageColumn,
    words("Selector", (service) => selectorText(at(service, "spec", "selector")), 1),
  ],
  endpoints: [
    nameColumn,
    words("Endpoints", (endpoints) => {
      const all = objectsOf(endpoints["subsets"]).flatMap((subset) =>
        objectsOf(subset["addresses"]).flatMap((address) =>
          objectsOf(subset["ports"]).map((port) => `${String(address["ip"])}:${String(port["port"])}`),
        ),
      );
      if (all.length === 0) return none;
      return all.length > 3 ? `${all.slice(0, 3).join(",")} + ${all.length - 3} more...` : all.join(",");
    }),
    ageColumn,
  ],
  events: [
    words("Last Seen", (event, now) => ageAt("time")({ ...event, time: lastSeen(event) ?? "" }, now)),
    words("Type", textAt("type")),
    words("Reason", textAt("reason")),
    words("Object", (event) => {
      const kind = stringOr(at(event, "involvedObject", "kind"), "").toLowerCase();
      return `${kind}/${stringOr(at(event, "involvedObject", "name"), "")}`;
    }),
    words("Subobject", textAt("involvedObject", "fieldPath"), 1),
    words("Source", textAt("source", "component"), 1),
    words("Message", (event) => stringOr(event["message"], "").trim()),
    words("First Seen", ageAt("firstTimestamp"), 1),
    count("Count", (event) => numberOr(event["count"], 1), 1),
    { ...nameColumn, priority: 1 },
  ],
  persistentvolumeclaims: [
    nameColumn,
    words("Status", textAt("status", "phase")),
    words("Volume", (claim) => stringOr(at(claim, "spec", "volumeName"), "")),
    words("Capacity", (claim) => stringOr(at(claim, "status", "capacity", "storage"), "")),
    words("Access Modes", accessModes("status", "accessModes")),
    words("StorageClass", (claim) => stringOr(at(claim, "spec", "storageClassName"), "")),
    ageColumn,
  ],
  nodes: [
    nameColumn,
    words("Status", (node) => {
      const ready = objectsOf(at(node, "status", "conditions")).find((one) => one["type"] === "Ready");
      const state = ready === undefined ? "Unknown" : ready["status"] === "True" ? "Ready" : "NotReady";
      return at(node, "spec", "unschedulable") === true ? `${state},SchedulingDisabled` : state;
    }),
    words("Roles", () => none),
    ageColumn,
    words("Version", textAt("status", "nodeInfo", "kubeletVersion")),
  ],
  resourcequotas: [
    nameColumn,
    words("Request", (quota) => {
      const hard = at(quota, "status", "hard");
      return Object.entries(typeof hard === "object" && hard !== null ? hard : {})
        .map(([key, value]) => `${key}: ${String(at(quota, "status", "used", key) ?? 0)}/${String(value)}`)
        .join(", ");
    }),
    words("Limit", () => ""),
    ageColumn,
  ],
  "leases.coordination.k8s.io": [nameColumn, words("Holder", textAt("spec", "holderIdentity")), ageColumn],
  "endpointslices.discovery.k8s.io": [
    nameColumn,
    words("AddressType", textAt("addressType")),
    words("Ports", (slice) => {
      const ports = objectsOf(slice["ports"]).map((port) => String(port["port"]));
      return ports.length === 0 ? "<unset>" : ports.join(",");
    }),
    words("Endpoints", (slice) => {
      const all = objectsOf(slice["endpoints"]).flatMap((one) => listOr(one["addresses"]).map(String));
      if (all.length === 0) return "<unset>";
      return all.length > 3 ? `${all.slice(0, 3).join(",")} + ${all.length - 3} more...` : all.join(",");
    }),
    ageColumn,
  ],
  "ingresses.networking.k8s.io": [
    nameColumn,
    words("Class", textAt("spec", "ingressClassName")),
    words("Hosts", (ingress) => {
      const hosts = objectsOf(at(ingress, "spec", "rules")).map((rule) => stringOr(rule["host"], "*"));
      return hosts.length === 0 ? "*" : hosts.join(",");
    }),
    words("Address", () => ""),
    words("Ports", (ingress) => (objectsOf(at(ingress, "spec", "tls")).length > 0 ? "80, 443" : "80")),
    ageColumn,
  ],
  "networkpolicies.networking.k8s.io": [
    nameColumn,
    words("Pod-Selector", (policy) => selectorText(at(policy, "spec", "podSelector"))),
    ageColumn,
  ],
  ...Object.fromEntries(
    ["roles", "clusterroles"].map((name) => [
      `${name}.rbac.authorization.k8s.io`,
      [nameColumn, { ...nameColumn, name: "Created At", type: "date", format: "", cell: created }],
    ]),
  ),
  ...Object.fromEntries(
    ["rolebindings", "clusterrolebindings"].map((name) => [
      `${name}.rbac.authorization.k8s.io`,
      [
        nameColumn,
        words("Role", (binding) => {
          const role = (key: string) => stringOr(at(binding, "roleRef", key), "");
          return `${role("kind")}/${role("name")}`;
        }),
        ageColumn,
      ],
    ]),
  ),
  "customresourcedefinitions.apiextensions.k8s.io": [
    nameColumn,
    { ...nameColumn, name: "Created At", type: "date", format: "", cell: created },
  ],
  "priorityclasses.scheduling.k8s.io": [
    nameColumn,
    count("Value", (one) => numberOr(one["value"], 0)),
    words("Global-Default", (one) => String(one["globalDefault"] === true)),
    ageColumn,
    words("PreemptionPolicy", textAt("preemptionPolicy")),
  ],
};

function created(object: KubeObject): string {
  return object.metadata.creationTimestamp ?? "";
}
