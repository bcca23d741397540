import { isList, isObject, type Json } from "../json/value.ts";
import type { Scalar, Shape } from "../schema/shape.ts";
import { fieldStep, itemStep } from "./step.ts";
import { ApplyTypeError } from "./type-error.ts";

/** Every place where a configuration's values are not of the type its schema wants. */
export function misfits(shape: Shape, value: Json, path: readonly string[] = []): readonly ApplyTypeError[] {
  if (value === null) return [];
  switch (shape.kind) {
    case "scalar":
      return scalarMisfit(shape, value, path);
    case "list":
      if (!isList(value)) return [new ApplyTypeError(path, `expected list, got ${wrapped(value)}`)];
      return value.flatMap((item, i) => {
        const step = shape.relation === "atomic" ? `i:${i}` : stepOrPosition(() => itemStep(shape, item, path, i), i);
        return misfits(shape.items(), item, [...path, step]);
      });
    case "map":
      if (!isObject(value)) return [new ApplyTypeError(path, `expected map, got ${wrapped(value)}`)];
      return Object.entries(value).flatMap(([key, item]) =>
        misfits(shape.values(), item ?? null, [...path, fieldStep(key)]),
      );
    case "struct":
      if (!isObject(value)) return [new ApplyTypeError(path, `expected map, got ${wrapped(value)}`)];
      return Object.entries(value).flatMap(([key, item]) => {
        const field = shape.fields.get(key);
        const here = [...path, fieldStep(key)];
        if (field !== undefined) return misfits(field.shape(), item ?? null, here);
        return shape.open ? [] : [new ApplyTypeError(here, "field not declared in schema")];
      });
    default:
      return [];
  }
}

/** A missing key is told of elsewhere, with a better sentence. */
function stepOrPosition(step: () => string, position: number): string {
  try {
    return step();
  } catch {
    return `i:${position}`;
  }
}

function scalarMisfit({ type }: Scalar, value: Json, path: readonly string[]): readonly ApplyTypeError[] {
  switch (type) {
    case "integer":
    case "number":
      return typeof value === "number"
        ? []
        : [new ApplyTypeError(path, `expected numeric (int or float), got ${goType(value)}`)];
    case "boolean":
      return typeof value === "boolean" ? [] : [new ApplyTypeError(path, `expected boolean, got ${wrapped(value)}`)];
    case "string":
    case "time":
    case "microtime":
    case "bytes":
      return typeof value === "string" ? [] : [new ApplyTypeError(path, `expected string, got ${shown(value)}`)];
    default:
      return [];
  }
}

const goType = (value: Json) =>
  typeof value === "string"
    ? "string"
    : typeof value === "boolean"
      ? "bool"
      : isList(value)
        ? "[]interface {}"
        : "map[string]interface {}";

/** Go prints the wrapped value; what matters to a reader is the value. */
const shown = (value: Json) => `&value.valueUnstructured{Value:${JSON.stringify(value)}}`;

const wrapped = (value: Json): string => `&{${isObject(value) ? "map[]" : isList(value) ? "[]" : String(value)}}`;
