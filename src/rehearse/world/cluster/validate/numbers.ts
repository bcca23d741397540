import { isObject, type Json, type JsonObject } from "../json/value.ts";
import { quantityValue } from "../schema/quantity.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, required, unsupported } from "./cause.ts";

/** The named fields of an object that are below zero. */
export function negatives(object: JsonObject, path: string, keys: readonly string[]): readonly Cause[] {
  return keys.flatMap((key) => {
    const value = object[key];
    return typeof value === "number" && value < 0
      ? [bad(`${path}.${key}`, value, "must be greater than or equal to 0")]
      : [];
  });
}

export function portCauses(field: string, value: Json | undefined): readonly Cause[] {
  return typeof value === "number" && value >= 1 && value <= 65535
    ? []
    : [bad(field, value ?? 0, "must be between 1 and 65535, inclusive")];
}

/** The name of a port (IANA_SVC_NAME), as it stands in a container or is referred to. */
export function portNameCauses(field: string, name: string): readonly Cause[] {
  const why = [
    ...(name.length > 15 ? ["must be no more than 15 characters"] : []),
    ...(/^[-a-z0-9]+$/.test(name) ? [] : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]),
    ...(/[a-z]/.test(name) ? [] : ["must contain at least one letter (a-z)"]),
    ...(name.includes("--") ? ["must not contain consecutive hyphens"] : []),
    ...(/^-|-$/.test(name) ? ["must not begin or end with a hyphen"] : []),
  ];
  return why.map((sentence) => bad(field, name, sentence));
}

/** A port by number or by name. */
export function portRefCauses(field: string, value: Json | undefined): readonly Cause[] {
  return typeof value === "string" ? portNameCauses(field, value) : portCauses(field, value);
}

export function oneOf(
  field: string,
  value: Json | undefined,
  allowed: readonly string[],
  sorted = true,
): readonly Cause[] {
  if (typeof value === "string" && allowed.includes(value)) return [];
  if (value === undefined || value === "") return [required(field)];
  return [unsupported(field, value, allowed, sorted)];
}

export function entriesOf(value: Json | undefined): readonly (readonly [string, Json | undefined])[] {
  return isObject(value) ? Object.entries(value) : [];
}

export const amount = (value: Json | undefined): number | undefined =>
  value === undefined ? undefined : quantityValue(String(value));
