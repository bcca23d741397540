/** The steps of a path: how the items of lists are told apart. */
import { isObject, type Json } from "../json/value.ts";
import type { Field, ListOf } from "../schema/shape.ts";
import { ApplyTypeError } from "./type-error.ts";

export const fieldStep = (name: string) => `f:${name}`;

/** The step of an item of a `set` or `map` list. Key fields that have a default may be left out. */
export function itemStep(list: ListOf, item: Json, path: readonly string[], position = 0): string {
  if (list.relation === "set") {
    if (isObject(item)) throw new ApplyTypeError(path, `element ${position}: set element must be a value, not a map`);
    return `v:${JSON.stringify(item)}`;
  }
  if (!isObject(item))
    throw new ApplyTypeError(path, `element ${position}: associative list with keys may not have non-map elements`);
  const shape = list.items();
  const keys: [string, Json][] = [];
  for (const key of [...list.keys].sort()) {
    const value = item[key] ?? defaultOf(shape.kind === "struct" ? shape.fields.get(key) : undefined);
    if (value !== undefined && value !== null) keys.push([key, value]);
  }
  if (keys.length === 0)
    throw new ApplyTypeError(
      path,
      `element ${position}: associative list with keys has an element that omits key field ${JSON.stringify(list.keys[0])} (and doesn't have default value)`,
    );
  return `k:${JSON.stringify(Object.fromEntries(keys))}`;
}

/** A key that must be there but is not counts as Go's zero value; validation then says what is missing. */
function defaultOf(field: Field | undefined): Json | undefined {
  if (field?.default !== undefined || field?.required !== true) return field?.default;
  const shape = field.shape();
  if (shape.kind !== "scalar") return undefined;
  return shape.type === "integer" ? 0 : shape.type === "string" ? "" : undefined;
}
