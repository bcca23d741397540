import { isObject, type Json, type JsonObject } from "./json.ts";

/** A copy of `value` with `leaf` at `path`; objects on the way are made where missing. Lists are replaced, not entered. */
export function withAt(value: JsonObject, path: readonly string[], leaf: Json): JsonObject {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (rest.length === 0) return { ...value, [first]: leaf };
  const inner = value[first];
  return { ...value, [first]: withAt(isObject(inner) ? inner : {}, rest, leaf) };
}

/** A copy of `value` without what is at `path`. */
export function withoutAt(value: JsonObject, path: readonly string[]): JsonObject {
  const [first, ...rest] = path;
  if (first === undefined || !Object.hasOwn(value, first)) return value;
  if (rest.length === 0) {
    const { [first]: _gone, ...kept } = value;
    return kept;
  }
  const inner = value[first];
  return isObject(inner) ? { ...value, [first]: withoutAt(inner, rest) } : value;
}
