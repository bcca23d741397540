import { at, put } from "../../json/path.ts";
import { objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { Store } from "../../store/store.ts";
import type { Controller, Desk } from "../work/controller.ts";
import { itself } from "../work/controller.ts";
import { keyOf } from "../work/key.ts";
import { stamp } from "../work/time.ts";
import { type Condition, withCondition } from "../workload/condition.ts";
import { hasEnded, isTerminating, nodeOf } from "../workload/pod.ts";
import { misfit } from "./fit.ts";

/** Says of a pod that it cannot be placed, and in which words; undefined leaves it to the rules. */
export type Unschedulable = (pod: KubeObject) => string | undefined;

const unplaced = (store: Store) =>
  store.list("pods", { where: (pod) => nodeOf(pod) === "" && !isTerminating(pod) }).map(keyOf);

/** Binds pods to nodes by selector, taints and requests; what fits nowhere is told, and tried when something changes. */
export function scheduler(unschedulable: Unschedulable): Controller {
  return {
    name: "default-scheduler",
    watches: {
      pods: (event, store) => (event.action === "DELETED" ? unplaced(store) : itself(event)),
      nodes: (_event, store) => unplaced(store),
      persistentvolumeclaims: (_event, store) => unplaced(store),
    },
    reconcile: (desk, key) => {
      const pod = desk.store.get("pods", key.namespace, key.name);
      if (pod === undefined || nodeOf(pod) !== "" || isTerminating(pod) || hasEnded(pod)) return undefined;
      if (objectsOf(at(pod, "spec", "schedulingGates")).length > 0) return undefined;
      place(desk, pod, unschedulable(pod));
      return undefined;
    },
  };
}

function place(desk: Desk, pod: KubeObject, scripted: string | undefined): void {
  const nodes = desk.store.list("nodes");
  const claim = scripted === undefined ? unboundClaim(desk.store, pod) : undefined;
  if (scripted !== undefined || claim !== undefined) {
    refuse(desk, pod, scripted ?? `0/${nodes.length} nodes are available: ${claim}.`);
    return;
  }
  const reasons = new Map<string, number>();
  const placed = Map.groupBy(desk.store.list("pods"), nodeOf);
  for (const node of nodes) {
    const others = (placed.get(node.metadata.name) ?? []).filter((other) => !hasEnded(other));
    const why = misfit(pod, node, others);
    if (why === undefined) {
      bind(desk, pod, node.metadata.name);
      return;
    }
    reasons.set(why, (reasons.get(why) ?? 0) + 1);
  }
  const listed = [...reasons].map(([why, count]) =>
    why.startsWith("Insufficient") ? `${count} ${why}` : `${count} ${why}`,
  );
  const none = nodes.length === 0 ? "no nodes available to schedule pods" : undefined;
  refuse(
    desk,
    pod,
    none ??
      `0/${nodes.length} nodes are available: ${listed.join(", ")}. preemption: 0/${nodes.length} nodes are available: ${nodes.length} Preemption is not helpful for scheduling.`,
  );
}

const manager = "kube-scheduler";

function setScheduled(desk: Desk, pod: KubeObject, condition: Omit<Condition, "type">): void {
  const { namespace = "", name } = pod.metadata;
  const change = (current: KubeObject) => {
    const conditions = at(current, "status", "conditions");
    const scheduled = { type: "PodScheduled", ...condition };
    return put(
      current,
      ["status", "conditions"],
      withCondition(conditions, scheduled, stamp(desk.now()), { lastProbeTime: null }),
    );
  };
  desk.store.modify("pods", namespace, name, change, { manager, subresource: "status" });
}

function bind(desk: Desk, pod: KubeObject, node: string): void {
  const { namespace = "", name } = pod.metadata;
  setScheduled(desk, pod, { status: "True" });
  desk.store.modify("pods", namespace, name, (current) => put(current, ["spec", "nodeName"], node), {
    manager,
    subresource: "binding",
  });
  desk.events.normal(pod, "Scheduled", `Successfully assigned ${namespace}/${name} to ${node}`);
}

function refuse(desk: Desk, pod: KubeObject, message: string): void {
  setScheduled(desk, pod, { status: "False", reason: "Unschedulable", message });
  desk.events.warning(pod, "FailedScheduling", message);
}

function unboundClaim(store: Store, pod: KubeObject): string | undefined {
  for (const volume of objectsOf(at(pod, "spec", "volumes"))) {
    const name = stringOr(at(volume, "persistentVolumeClaim", "claimName"));
    if (name === undefined) continue;
    const claim = store.get("persistentvolumeclaims", pod.metadata.namespace ?? "", name);
    if (claim === undefined) return `persistentvolumeclaim "${name}" not found`;
    if (at(claim, "status", "phase") !== "Bound") return "pod has unbound immediate PersistentVolumeClaims";
  }
  return undefined;
}
