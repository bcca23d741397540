import { isOurs } from "../identity/marks.ts";
import { at, isObject, type Json, type JsonObject, mapAt, objectAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";

/** Of a pod, only what the rules read: a full one is some 8 KiB, most of it managed fields, environment and volumes. */
export function slimPod(pod: KubeObject): KubeObject {
  const annotations = Object.entries(mapAt(pod, "metadata", "annotations")).filter(([key]) => isOurs(key));
  return {
    apiVersion: pod.apiVersion,
    kind: pod.kind,
    metadata: {
      name: pod.metadata.name,
      ...pick(objectAt(pod, "metadata"), ["namespace", "uid", "resourceVersion", "labels", "deletionTimestamp"]),
      annotations: Object.fromEntries(annotations),
    },
    spec: {
      ...pick(objectAt(pod, "spec"), ["nodeName", "restartPolicy"]),
      containers: each(at(pod, "spec", "containers"), ["name", "image", "ports"]),
      initContainers: each(at(pod, "spec", "initContainers"), ["name", "image"]),
    },
    status: {
      ...pick(objectAt(pod, "status"), ["phase", "reason", "message"]),
      conditions: each(at(pod, "status", "conditions"), ["type", "status", "reason", "message"]),
      containerStatuses: each(at(pod, "status", "containerStatuses"), container),
      initContainerStatuses: each(at(pod, "status", "initContainerStatuses"), container),
    },
  };
}

const container = ["name", "ready", "restartCount", "state", "lastState", "imageID"];

const pick = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]));

const each = (list: Json | undefined, keys: readonly string[]): readonly Json[] =>
  Array.isArray(list) ? list.filter(isObject).map((one) => pick(one, keys)) : [];
