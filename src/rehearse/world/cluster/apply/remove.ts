import { isList, isObject, type Json } from "../json/value.ts";
import type { Shape } from "../schema/shape.ts";
import { type FieldSet, isEmpty, leaf, setOf, union } from "./field-set.ts";
import { childrenOf } from "./walk.ts";

/** The value without the fields in the set; null when nothing is left. A member goes with everything below it. */
export function removeFields(shape: Shape, value: Json, set: FieldSet, path: readonly string[] = []): Json {
  if (isEmpty(set)) return value;
  const children = childrenOf(shape, value, path);
  if (children === undefined) return value;
  const kept = children.flatMap(({ step, value: item, shape: inner }) => {
    const here = set.children.get(step);
    if (here === undefined) return [[step, item] as const];
    return here.member ? [] : [[step, removeFields(inner, item, here, [...path, step])] as const];
  });
  // What is emptied is null, not gone: that it was there still counts.
  if (kept.length === 0) return null;
  if (isObject(value)) return Object.fromEntries(kept.map(([step, item]) => [step.slice(2), item]));
  return isList(value) ? kept.map(([, item]) => item) : value;
}

/**
 * With every declared field that has members below it a member too, so that an emptied struct goes as a whole. Keys of
 * maps and items of lists are members by their own right only.
 */
export function withNamedFields(shape: Shape, set: FieldSet): FieldSet {
  return setOf(
    set.member,
    [...set.children].map(([step, child]) => {
      const inner = withNamedFields(shapeBelow(shape, step), child);
      const declared = shape.kind === "struct" && step.startsWith("f:") && shape.fields.has(step.slice(2));
      return [step, declared || isEmpty(child) ? union(inner, leaf) : inner] as const;
    }),
  );
}

function shapeBelow(shape: Shape, step: string): Shape {
  if (shape.kind === "struct") return shape.fields.get(step.slice(2))?.shape() ?? { kind: "untyped", granular: true };
  if (shape.kind === "map") return shape.values();
  return shape.kind === "list" ? shape.items() : { kind: "untyped", granular: true };
}
