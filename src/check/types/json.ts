import { any, arrayOf, boolean, mergeAll, nothing, number, strict, string, type Type } from "./type.ts";

export function typeOfJson(value: unknown): Type {
  if (value === null) return nothing;
  if (typeof value === "string") return string;
  if (typeof value === "number") return number;
  if (typeof value === "boolean") return boolean;
  if (Array.isArray(value)) return arrayOf(mergeAll(value.map(typeOfJson)));
  if (typeof value === "object") {
    return strict(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typeOfJson(inner)])));
  }
  return any;
}
