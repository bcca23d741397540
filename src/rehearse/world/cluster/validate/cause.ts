/** The few sentences field errors are made of (apimachinery's `field.Error`). */
import type { Json } from "../json/value.ts";
import type { Cause } from "../status/status-error.ts";

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return "null";
  return JSON.stringify(value);
}

export const required = (field: string, why = ""): Cause => ({
  reason: "FieldValueRequired",
  message: why === "" ? "Required value" : `Required value: ${why}`,
  field,
});

export const bad = (field: string, value: Json | undefined, why: string): Cause => ({
  reason: "FieldValueInvalid",
  message: `Invalid value: ${shown(value)}: ${why}`,
  field,
});

/** Kubernetes lists the allowed values in order where it holds them as a set, and as written elsewhere. */
export const unsupported = (
  field: string,
  value: Json | undefined,
  allowed: readonly string[],
  sorted = true,
): Cause => ({
  reason: "FieldValueNotSupported",
  message: `Unsupported value: ${shown(value)}: supported values: ${(sorted ? allowed.toSorted() : allowed)
    .map((one) => JSON.stringify(one))
    .join(", ")}`,
  field,
});

export const duplicate = (field: string, value: Json | undefined): Cause => ({
  reason: "FieldValueDuplicate",
  message: `Duplicate value: ${shown(value)}`,
  field,
});

export const notAllowed = (field: string, why: string): Cause => ({
  reason: "FieldValueForbidden",
  message: `Forbidden: ${why}`,
  field,
});

export const missing = (field: string, value: Json | undefined): Cause => ({
  reason: "FieldValueNotFound",
  message: `Not found: ${shown(value)}`,
  field,
});

export const tooLong = (field: string, most: number): Cause => ({
  reason: "FieldValueTooLong",
  message: `Too long: may not be more than ${most} bytes`,
  field,
});
