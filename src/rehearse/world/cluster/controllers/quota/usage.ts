import { at } from "../../json/path.ts";
import { objectsOf, stringsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { TypeName } from "../../store/store.ts";
import { quantity } from "../scheduler/quantity.ts";
import { hasEnded } from "../workload/pod.ts";

/** What one object takes of each thing a quota may limit. */
export function usageOf(type: TypeName, object: KubeObject): Readonly<Record<string, number>> {
  const usage: Record<string, number> = { [`count/${type}`]: 1 };
  if (counted.has(type)) usage[type] = 1;
  if (type === "persistentvolumeclaims")
    usage["requests.storage"] = quantity(at(object, "spec", "resources", "requests", "storage"));
  if (type !== "pods") return usage;
  // a pod that has ended holds nothing
  if (hasEnded(object)) return {};
  for (const side of ["requests", "limits"] as const)
    for (const resource of ["cpu", "memory"] as const) {
      const total = objectsOf(at(object, "spec", "containers")).reduce(
        (sum, container) => sum + (quantity(at(container, "resources", side, resource) ?? 0) || 0),
        0,
      );
      usage[`${side}.${resource}`] = total;
      if (side === "requests") usage[resource] = total;
    }
  return usage;
}

const counted = new Set([
  "pods",
  "services",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "replicationcontrollers",
]);

/** Limits that only make sense when every container says what it wants. */
export function unsaid(hard: Readonly<Record<string, string>>, pod: KubeObject): readonly string[] {
  return Object.keys(hard).filter((name) => {
    const match = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(name);
    if (match === null) return false;
    const [, side = "requests", resource = ""] = match;
    return objectsOf(at(pod, "spec", "containers")).some(
      (container) => at(container, "resources", side, resource) === undefined,
    );
  });
}

export const hardOf = (quota: KubeObject) => stringsOf(at(quota, "spec", "hard"));

/** `count/deployments.apps` or `pods` → whose objects are counted for it. */
export function typeOfLimit(name: string): TypeName {
  if (name.startsWith("count/")) return name.slice("count/".length);
  if (name === "requests.storage") return "persistentvolumeclaims";
  return counted.has(name) ? name : "pods";
}
