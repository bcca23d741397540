/** The children of a value by their steps, with the shape of each: the one way in which apply looks at objects. */
import { isList, isObject, type Json, type JsonObject } from "../json/value.ts";
import { deduced, type ListOf, type Shape, untyped } from "../schema/shape.ts";
import { printPath } from "./field-set.ts";
import { fieldStep, itemStep } from "./step.ts";
import { ApplyTypeError } from "./type-error.ts";

export interface Child {
  readonly step: string;
  readonly value: Json;
  readonly shape: Shape;
  /** A field its struct declares, as against a key of a map. */
  readonly declared: boolean;
}

/** Live lists may hold an item twice, as updates are not checked for it; what is applied may not. */
export type Duplicates = "allow" | "refuse";

/** Undefined: the value is shared as a whole. */
export function childrenOf(
  shape: Shape,
  value: Json,
  path: readonly string[],
  duplicates: Duplicates = "allow",
): readonly Child[] | undefined {
  if (isObject(value) && !isAtomic(shape)) return fieldsOf(shape, value, path);
  if (isList(value) && shape.kind === "list" && shape.relation !== "atomic")
    return itemsOf(shape, value, path, duplicates);
  return undefined;
}

function isAtomic(shape: Shape): boolean {
  if (shape.kind === "struct" || shape.kind === "map") return shape.atomic;
  return !(shape.kind === "untyped" && shape.granular);
}

function fieldsOf(shape: Shape, value: JsonObject, path: readonly string[]): readonly Child[] {
  const children: Child[] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const field = shape.kind === "struct" ? shape.fields.get(name) : undefined;
    if (shape.kind === "struct" && field === undefined && !shape.open)
      throw new ApplyTypeError([...path, fieldStep(name)], "field not declared in schema");
    children.push({
      step: fieldStep(name),
      value: item,
      shape: field?.shape() ?? valuesOf(shape),
      declared: field !== undefined,
    });
  }
  return children;
}

function valuesOf(shape: Shape): Shape {
  if (shape.kind === "map") return shape.values();
  return shape.kind === "struct" || (shape.kind === "untyped" && shape.granular) ? deduced : untyped;
}

function itemsOf(shape: ListOf, value: readonly Json[], path: readonly string[], how: Duplicates): readonly Child[] {
  const items = shape.items();
  const seen = new Set<string>();
  return value.map((item, i) => {
    const step = itemStep(shape, item, path, i);
    if (seen.has(step) && how === "refuse")
      throw new ApplyTypeError(path, `duplicate entries for key ${printPath([step])}`);
    seen.add(step);
    return { step, value: item, shape: items, declared: false };
  });
}
