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

function role(name: string, user: string, rules: readonly KubernetesObject[]): KubernetesObject[] {
  return [
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name }, rules },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
    },
  ];
}

/** What CoreDNS may read, and the Service through which pods ask it. */
export function dnsObjects(settings: Settings): KubernetesObject[] {
  const read = { verbs: ["get", "list", "watch"] };
  const at = settings.ports.dns;
  return [
    ...role("system:coredns", "system:coredns", [
      { apiGroups: [""], resources: ["services", "pods", "namespaces"], ...read },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], ...read },
    ]),
    ...outsideService(
      "kube-dns",
      settings.nodeAddress,
      [
        { name: "dns", protocol: "UDP", port: 53, at },
        { name: "dns-tcp", protocol: "TCP", port: 53, at },
      ],
      dnsAddress,
    ),
  ];
}

export async function applyObjects(settings: Settings, items: readonly KubernetesObject[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const apply = ["apply", "--server-side", "--field-manager=tidegate-engine", "--filename=-"];
  await must(["kubectl", `--kubeconfig=${kubeconfigOf(settings, "admin")}`, ...apply], { input: list });
}
