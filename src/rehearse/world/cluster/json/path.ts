import { isList, isObject, type Json, type JsonObject } from "./value.ts";

export type Path = readonly (string | number)[];

/** `at(pod, "spec", "containers", 0, "image")`: the value there, or undefined. */
export function at(value: Json | undefined, ...path: Path): Json | undefined {
  let here = value;
  for (const step of path) {
    if (typeof step === "number") here = isList(here) ? here[step] : undefined;
    else here = isObject(here) ? here[step] : undefined;
  }
  return here;
}

/** A copy with the value put there; objects on the way are made, `undefined` removes the key. */
export function put<T extends JsonObject>(object: T, path: readonly string[], value: Json | undefined): T {
  const [key, ...rest] = path;
  if (key === undefined) return object;
  if (rest.length > 0) {
    const child = object[key];
    return { ...object, [key]: put(isObject(child) ? child : {}, rest, value) };
  }
  if (value !== undefined) return { ...object, [key]: value };
  if (!(key in object)) return object;
  const copy = { ...object };
  Reflect.deleteProperty(copy, key);
  return copy;
}
