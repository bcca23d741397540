import { at, isObject, type Json, type JsonObject, objectAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";

/** Of a pod, only what the rules read: a full one is some 8 KiB, most of it managed fields and environment. */
export function slimPod(pod: KubeObject): KubeObject {
  const metadata = objectAt(pod, "metadata");
  return {
    apiVersion: pod.apiVersion,
    kind: pod.kind,
    metadata: {
      name: pod.metadata.name,
      ...pick(metadata, [
        "namespace",
        "uid",
        "resourceVersion",
        "labels",
        "annotations",
        "deletionTimestamp",
        "creationTimestamp",
        "ownerReferences",
      ]),
    },
    spec: {
      ...pick(objectAt(pod, "spec"), ["nodeName", "restartPolicy"]),
      containers: images(at(pod, "spec", "containers")),
      initContainers: images(at(pod, "spec", "initContainers")),
    },
    status: objectAt(pod, "status"),
  };
}

const pick = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]));

function images(list: Json | undefined): readonly Json[] {
  return Array.isArray(list) ? list.filter(isObject).map((one) => pick(one, ["name", "image", "ports"])) : [];
}
