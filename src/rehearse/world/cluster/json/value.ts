/** JSON as immutable values: what the store keeps is shared by readers, watchers and history, so nobody may change it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object, or an empty one: reading through absent parents is the rule in Kubernetes objects. */
export function objectOr(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function listOr(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** The objects of a list; anything else in it is left out. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return listOr(value).filter((item): item is JsonObject => isObject(item));
}

export function stringOr(value: Json | undefined, otherwise: string): string;
export function stringOr(value: Json | undefined): string | undefined;
export function stringOr(value: Json | undefined, otherwise?: string): string | undefined {
  return typeof value === "string" ? value : otherwise;
}

export function numberOr(value: Json | undefined, otherwise: number): number;
export function numberOr(value: Json | undefined): number | undefined;
export function numberOr(value: Json | undefined, otherwise?: number): number | undefined {
  return typeof value === "number" ? value : otherwise;
}

/** Only the string values of a map, as labels and annotations are. */
export function stringsOf(value: Json | undefined): Readonly<Record<string, string>> {
  const strings: Record<string, string> = {};
  for (const [key, item] of Object.entries(objectOr(value))) if (typeof item === "string") strings[key] = item;
  return strings;
}
