import { at } from "../json/path.ts";
import { type JsonObject, objectOr, objectsOf } from "../json/value.ts";

const counted = ["cpu", "memory"];

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export function qosClass(pod: JsonObject): "Guaranteed" | "Burstable" | "BestEffort" {
  const resources = [...objectsOf(at(pod, "spec", "containers")), ...objectsOf(at(pod, "spec", "initContainers"))].map(
    (container) => ({
      requests: objectOr(at(container, "resources", "requests")),
      limits: objectOr(at(container, "resources", "limits")),
    }),
  );
  if (resources.every(({ requests, limits }) => counted.every((key) => !(key in requests) && !(key in limits))))
    return "BestEffort";
  const guaranteed = resources.every(({ requests, limits }) =>
    counted.every((key) => limits[key] !== undefined && (requests[key] ?? limits[key]) === limits[key]),
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}
