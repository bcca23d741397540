/** What a Kubernetes API answers is foreign: it is walked with these, which say what they found instead. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `at(pod, "status", "containerStatuses", 0, "ready")`; undefined where the road ends. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof step === "number") here = Array.isArray(here) ? here[step] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

export function text(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== "string")
    throw new Error(
      `expected a string at ${path.join(".")}, came ${JSON.stringify(found)} in ${JSON.stringify(value)}`,
    );
  return found;
}

export function number(value: unknown, ...path: readonly (string | number)[]): number {
  const found = at(value, ...path);
  if (typeof found !== "number")
    throw new Error(
      `expected a number at ${path.join(".")}, came ${JSON.stringify(found)} in ${JSON.stringify(value)}`,
    );
  return found;
}

/** The list at a path; a list that is not there is empty, as Kubernetes leaves empty lists out. */
export function list(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  if (found === undefined || found === null) return [];
  if (!Array.isArray(found)) throw new Error(`expected a list at ${path.join(".")}, came ${JSON.stringify(found)}`);
  return found;
}

/** The condition of one type, as `status.conditions` holds it. */
export function condition(object: unknown, type: string): JsonObject | undefined {
  return list(object, "status", "conditions")
    .filter(isObject)
    .find((entry) => entry["type"] === type);
}
