import { at } from "../../json/path.ts";
import { type JsonObject, objectsOf, stringOr, stringsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { selects } from "../workload/selector.ts";
import { quantity } from "./quantity.ts";

/** Why a pod does not fit on a node, in the scheduler's words; undefined when it does. */
export function misfit(pod: KubeObject, node: KubeObject, others: readonly KubeObject[]): string | undefined {
  const taint = untolerated(pod, node);
  if (taint !== undefined) return `node(s) had untolerated taint(s)`;
  if (at(node, "spec", "unschedulable") === true) return "node(s) were unschedulable";
  if (!matchesNode(pod, node)) return "node(s) didn't match Pod's node affinity/selector";
  for (const [resource, words] of [
    ["cpu", "Insufficient cpu"],
    ["memory", "Insufficient memory"],
  ] as const) {
    const allocatable = quantity(at(node, "status", "allocatable", resource));
    const used = others.reduce((sum, other) => sum + requested(other, resource), 0);
    const wanted = requested(pod, resource);
    if (wanted > 0 && wanted + used > allocatable) return words;
  }
  return others.length + 1 > quantity(at(node, "status", "allocatable", "pods")) ? "Too many pods" : undefined;
}

export const requested = (pod: KubeObject, resource: string): number =>
  objectsOf(at(pod, "spec", "containers")).reduce((sum, container) => {
    const amount = quantity(at(container, "resources", "requests", resource));
    return sum + (Number.isNaN(amount) ? 0 : amount);
  }, 0);

function untolerated(pod: KubeObject, node: KubeObject): JsonObject | undefined {
  const tolerations = objectsOf(at(pod, "spec", "tolerations"));
  return objectsOf(at(node, "spec", "taints")).find(
    (taint) =>
      taint["effect"] !== "PreferNoSchedule" &&
      !tolerations.some(
        (toleration) =>
          (toleration["key"] === undefined || toleration["key"] === taint["key"]) &&
          (toleration["effect"] === undefined || toleration["effect"] === taint["effect"]) &&
          (toleration["operator"] === "Exists" || stringOr(toleration["value"], "") === stringOr(taint["value"], "")),
      ),
  );
}

function matchesNode(pod: KubeObject, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const plain = Object.entries(stringsOf(at(pod, "spec", "nodeSelector")));
  if (!plain.every(([key, value]) => labels[key] === value)) return false;
  const required = "requiredDuringSchedulingIgnoredDuringExecution";
  const terms = objectsOf(at(pod, "spec", "affinity", "nodeAffinity", required, "nodeSelectorTerms"));
  const fields = { "metadata.name": node.metadata.name };
  return (
    terms.length === 0 ||
    terms.some(
      (term) =>
        selects({ matchExpressions: term["matchExpressions"] })(labels) &&
        selects({ matchExpressions: term["matchFields"] })(fields),
    )
  );
}
