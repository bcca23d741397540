/** The upgrade from `kubectl apply` to `kubectl apply --server-side`: its annotation stands for ownership. */
import { at, put } from "../json/path.ts";
import { isObject, type JsonObject } from "../json/value.ts";
import type { Shape } from "../schema/shape.ts";
import { compare } from "./compare.ts";
import { difference, emptySet, type FieldSet, isEmpty, union } from "./field-set.ts";
import { fieldsOf } from "./fields-of.ts";

const annotation = "kubectl.kubernetes.io/last-applied-configuration";

/** Only the field manager that kubectl uses by default is upgraded. */
export const upgradingManager = "kubectl";

/** Whether conflicts are only about fields that the annotation says were applied and that nobody changed since. */
export function ownedByLastApplied(shape: Shape, live: JsonObject): (conflicts: FieldSet) => boolean {
  const allowed = allowedFields(shape, live);
  return (conflicts) => isEmpty(difference(conflicts, allowed));
}

function allowedFields(shape: Shape, live: JsonObject): FieldSet {
  const text = at(live, "metadata", "annotations", annotation);
  if (typeof text !== "string") return emptySet;
  try {
    const last: unknown = JSON.parse(text);
    if (!isObject(last)) return emptySet;
    const { modified, removed } = compare(shape, last, live);
    return difference(fieldsOf(shape, last), union(modified, removed));
  } catch {
    return emptySet;
  }
}

/** Keeps the annotation true, so that a client-side apply later still works. */
export function refreshLastApplied(object: JsonObject, configuration: JsonObject): JsonObject {
  if (typeof at(object, "metadata", "annotations", annotation) !== "string") return object;
  return put(object, ["metadata", "annotations", annotation], `${JSON.stringify(configuration)}\n`);
}
