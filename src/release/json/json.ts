/** What a Kubernetes object is made of, once parsed. Absent keys read as `undefined`, as the API leaves them out. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** `JSON.parse` gives nothing but JSON: the one place where that is told to the compiler. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

/** `at(deployment, "spec", "template", "spec")`: the value there, or undefined wherever the path ends early. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here = value;
  for (const step of path) {
    if (typeof step === "number") here = isList(here) ? here[step] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

export function numberAt(value: Json | undefined, ...path: readonly (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" ? found : undefined;
}

export function objectAt(value: Json | undefined, ...path: readonly (string | number)[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

/** The list there; entries that are no objects are left out, because every list we read is a list of objects. */
export function objectsAt(value: Json | undefined, ...path: readonly (string | number)[]): readonly JsonObject[] {
  const found = at(value, ...path);
  return isList(found) ? found.filter(isObject) : [];
}

export function textsAt(value: Json | undefined, ...path: readonly (string | number)[]): readonly string[] {
  const found = at(value, ...path);
  return isList(found) ? found.filter((one) => typeof one === "string") : [];
}

/** A string-to-string map such as labels; other values are left out. */
export function mapAt(
  value: Json | undefined,
  ...path: readonly (string | number)[]
): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(value, ...path));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
