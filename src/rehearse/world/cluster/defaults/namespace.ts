import { at, put } from "../json/path.ts";
import { isObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";

export function namespaceDefaults(namespace: KubeObject): KubeObject {
  const { name } = namespace.metadata;
  const labelled = put(namespace, ["metadata", "labels", "kubernetes.io/metadata.name"], name);
  // The finalizer is put on at birth only: its removal is what ends a namespace.
  const held = isObject(labelled["spec"]) ? labelled : put(labelled, ["spec", "finalizers"], ["kubernetes"]);
  return at(held, "status", "phase") === undefined ? put(held, ["status", "phase"], "Active") : held;
}
