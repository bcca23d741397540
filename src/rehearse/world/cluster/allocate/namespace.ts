import { put } from "../json/path.ts";
import type { KubeObject } from "../object.ts";

/** Put on at birth only: the removal of this finalizer is what ends a namespace. */
export function namespaceAllocation(namespace: KubeObject): KubeObject {
  return put(put(namespace, ["spec", "finalizers"], ["kubernetes"]), ["status", "phase"], "Active");
}
