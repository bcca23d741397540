import { put } from "../json/path.ts";
import type { KubeObject } from "../object.ts";

export function namespaceDefaults(namespace: KubeObject): KubeObject {
  return put(namespace, ["metadata", "labels", "kubernetes.io/metadata.name"], namespace.metadata.name);
}
