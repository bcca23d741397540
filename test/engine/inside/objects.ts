import { must } from "../host/run.ts";
import { dnsAddress } from "./names.ts";
import { kubeconfigOf, type Settings } from "./settings.ts";

type KubernetesObject = Readonly<Record<string, unknown>>;

/** A Service without selector and the slice that leads it to a program on the machine itself. */
function outsideService(name: string, address: string, ports: readonly OutsidePort[], clusterIP?: string) {
  const metadata = { name, namespace: "kube-system", labels: { "kubernetes.io/service-name": name } };
  const slicePorts = ports.map(({ name, protocol, at }) => ({ name, protocol, port: at }));
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace: "kube-system" },
      spec: {
        ...(clusterIP === undefined ? {} : { clusterIP }),
        ports: ports.map(({ name, protocol, port, at }) => ({ name, protocol, port, targetPort: at })),
      },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata,
      addressType: "IPv4",
      ports: slicePorts,
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
    },
  ];
}

interface OutsidePort {
  readonly name: string;
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  readonly at: number;
}

const rbac = "rbac.authorization.k8s.io";

/** Gives a user a role that the API server brings along. */
function binding(user: string, role: string, kind: "ClusterRole" | "Role", name: string): KubernetesObject {
  const namespace = kind === "Role" ? { namespace: "kube-system" } : {};
  return {
    apiVersion: `${rbac}/v1`,
    kind: `${kind}Binding`,
    metadata: { name, ...namespace },
    roleRef: { apiGroup: rbac, kind, name: role },
    subjects: [{ apiGroup: rbac, kind: "User", name: user }],
  };
}

function role(user: string, rules: readonly KubernetesObject[]): KubernetesObject[] {
  return [
    { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name: user }, rules },
    binding(user, user, "ClusterRole", user),
  ];
}

const read = { verbs: ["get", "list", "watch"] };

/** What CoreDNS may read, and the Service through which pods ask it. */
export function dnsObjects(settings: Settings): KubernetesObject[] {
  const at = settings.ports.dns;
  const ports: OutsidePort[] = [
    { name: "dns", protocol: "UDP", port: 53, at },
    { name: "dns-tcp", protocol: "TCP", port: 53, at },
  ];
  return [
    ...role("system:coredns", [
      { apiGroups: [""], resources: ["services", "pods", "namespaces"], ...read },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], ...read },
    ]),
    ...outsideService("kube-dns", settings.nodeAddress, ports, dnsAddress),
  ];
}

/** What metrics-server may read, and the API group that the API server passes on to it. */
export function metricsObjects(settings: Settings): KubernetesObject[] {
  const user = "system:metrics-server";
  const group = "metrics.k8s.io";
  return [
    ...role(user, [
      { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
      { apiGroups: [""], resources: ["pods", "nodes"], ...read },
    ]),
    binding(user, "system:auth-delegator", "ClusterRole", `${user}:delegates`),
    binding(user, "extension-apiserver-authentication-reader", "Role", `${user}:authenticates`),
    ...outsideService("metrics-server", settings.nodeAddress, [
      { name: "https", protocol: "TCP", port: 443, at: settings.ports.metrics },
    ]),
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: `v1beta1.${group}` },
      spec: {
        group,
        version: "v1beta1",
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { name: "metrics-server", namespace: "kube-system" },
        insecureSkipTLSVerify: true, // it signs its own certificate
      },
    },
  ];
}

export async function applyObjects(settings: Settings, items: readonly KubernetesObject[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const apply = ["apply", "--server-side", "--field-manager=tidegate-engine", "--filename=-"];
  await must(["kubectl", `--kubeconfig=${kubeconfigOf(settings, "admin")}`, ...apply], { input: list });
}
