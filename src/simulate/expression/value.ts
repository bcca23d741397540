import { data } from "@actions/expressions";

/** A value as expressions see it: JSON's kinds. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

export type Contexts = Readonly<Record<string, Value>>;

export const isObject = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function toData(value: Value): data.ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "string") return new data.StringData(value);
  if (isObject(value)) return toDictionary(value);
  return new data.Array(...value.map(toData));
}

export function toDictionary(values: Readonly<Record<string, Value>>): data.Dictionary {
  return new data.Dictionary(...Object.entries(values).map(([key, value]) => ({ key, value: toData(value) })));
}

export function fromData(value: data.ExpressionData): Value {
  switch (value.kind) {
    case data.Kind.Null:
      return null;
    case data.Kind.Boolean:
      return value.value;
    case data.Kind.Number:
      return value.number();
    case data.Kind.String:
      return value.coerceString();
    case data.Kind.Array:
      return value.values().map(fromData);
    default:
      return "pairs" in value
        ? Object.fromEntries(value.pairs().map((pair) => [pair.key, fromData(pair.value)]))
        : null;
  }
}

/** `null` → nothing, `true` → `true`, objects → `Object`: as GitHub puts a value into text. */
export const asText = (value: Value): string => toData(value).coerceString();

/** Everything is true but false, 0, NaN, the empty text and null. */
export const isTruthy = (value: Value): boolean =>
  !(value === false || value === 0 || value === "" || value === null || Number.isNaN(value));
