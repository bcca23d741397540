import { at, put } from "../../json/path.ts";
import { numberOr, objectsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { unlessRefused } from "../work/attempt.ts";
import { type Again, type Controller, type Desk, itself, sooner } from "../work/controller.ts";
import { controllerManager } from "../work/status.ts";
import { milliseconds, stamp } from "../work/time.ts";
import { conditionOf, withCondition } from "../workload/condition.ts";
import { isReady, isTerminating, nodeOf } from "../workload/pod.ts";

/** What a node that is lost means for its pods: no longer ready at once, evicted after their toleration. */
export const nodeLifecycle: Controller = {
  name: "node-controller",
  watches: { nodes: itself },
  reconcile: (desk, { name }) => {
    const node = desk.store.get("nodes", "", name);
    const ready = node === undefined ? undefined : conditionOf(at(node, "status", "conditions"), "Ready");
    if (ready === undefined || ready["status"] === "True") return undefined;
    const lost = milliseconds(ready["lastTransitionTime"]);
    return desk.store
      .list("pods", { where: (pod) => nodeOf(pod) === name })
      .map((pod) => lose(desk, pod, lost))
      .reduce<Again>(sooner, undefined);
  },
};

function lose(desk: Desk, pod: KubeObject, lost: number): Again {
  const { namespace = "", name } = pod.metadata;
  if (isReady(pod)) {
    desk.store.modify(
      "pods",
      namespace,
      name,
      (current) => {
        const conditions = withCondition(
          at(current, "status", "conditions"),
          { type: "Ready", status: "False" },
          stamp(desk.now()),
          { lastProbeTime: null },
        );
        return put(current, ["status", "conditions"], conditions);
      },
      { manager: controllerManager, subresource: "status" },
    );
    desk.events.warning(pod, "NodeNotReady", "Node is not ready");
  }
  const patience = toleration(pod);
  if (patience === undefined || isTerminating(pod)) return undefined;
  const left = lost + patience * 1000 - desk.now();
  if (left > 0) return left;
  desk.events.normal(pod, "TaintManagerEviction", `Marking for deletion Pod ${namespace}/${name}`);
  unlessRefused(() => desk.store.delete("pods", namespace, name), "NotFound");
  return undefined;
}

/** Seconds; undefined: it stays for ever. Kubernetes gives every pod five minutes unless it says otherwise. */
function toleration(pod: KubeObject): number | undefined {
  const own = objectsOf(at(pod, "spec", "tolerations")).find(
    (one) => one["key"] === "node.kubernetes.io/unreachable" && one["effect"] !== "NoSchedule",
  );
  return own === undefined ? 300 : numberOr(own["tolerationSeconds"]);
}
