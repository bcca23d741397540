import type { JsonObject } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { Store, TypeName } from "../../store/store.ts";

export const controllerManager = "kube-controller-manager";

/** Go's `omitempty` for the counts of a status: a zero is not written. */
export function withoutZeros(status: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== 0 && value !== undefined));
}

/** Writes the status alone; nothing happens when it is already so. */
export function writeStatus(
  store: Store,
  type: TypeName,
  object: KubeObject,
  status: JsonObject,
  manager: string = controllerManager,
): KubeObject {
  const { namespace = "", name } = object.metadata;
  return store.modify(type, namespace, name, (current) => ({ ...current, status }), { subresource: "status", manager });
}
