import { at, put } from "../../../json/path.ts";
import type { JsonObject } from "../../../json/value.ts";
import type { Store } from "../../../store/store.ts";
import { unlessRefused } from "../../work/attempt.ts";
import { stamp } from "../../work/time.ts";
import { withCondition } from "../../workload/condition.ts";

export interface NodeSize {
  readonly cpu: string;
  readonly memory: string;
  readonly pods: string;
}

/** What an ordinary node of a small cluster has. */
export const ordinary: NodeSize = { cpu: "8", memory: "16Gi", pods: "110" };

/** Announces the node this kubelet stands for. */
export function registerNode(store: Store, name: string, ip: string, size: NodeSize): void {
  const capacity: JsonObject = { ...size, "ephemeral-storage": "100Gi" };
  unlessRefused(
    () =>
      store.create(
        "nodes",
        {
          metadata: {
            name,
            labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" },
          },
          spec: {},
        },
        { manager: "kubelet" },
      ),
    "AlreadyExists",
  );
  store.modify(
    "nodes",
    "",
    name,
    (node) => ({
      ...node,
      status: {
        capacity,
        allocatable: capacity,
        addresses: [
          { type: "InternalIP", address: ip },
          { type: "Hostname", address: name },
        ],
        conditions: withCondition(
          undefined,
          { type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" },
          stamp(store.clock.now()),
          { lastHeartbeatTime: stamp(store.clock.now()) },
        ),
        nodeInfo: { kubeletVersion: "v1.34.4", operatingSystem: "linux", architecture: "amd64" },
      },
    }),
    { manager: "kubelet", subresource: "status" },
  );
}

/** Says that the node is (or is no longer) ready, with the taint that keeps new pods away while it is not. */
export function setNodeReady(store: Store, name: string, ready: boolean): void {
  const now = stamp(store.clock.now());
  store.modify(
    "nodes",
    "",
    name,
    (node) => {
      const conditions = withCondition(
        at(node, "status", "conditions"),
        ready
          ? { type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" }
          : {
              type: "Ready",
              status: "Unknown",
              reason: "NodeStatusUnknown",
              message: "Kubelet stopped posting node status.",
            },
        now,
        { lastHeartbeatTime: now },
      );
      return put(node, ["status", "conditions"], conditions);
    },
    { manager: "kubelet", subresource: "status" },
  );
  const taint = { key: "node.kubernetes.io/unreachable", effect: "NoSchedule", timeAdded: now };
  store.modify("nodes", "", name, (node) => put(node, ["spec", "taints"], ready ? undefined : [taint]), {
    manager: "kube-controller-manager",
  });
}
