import { isObject, type Json } from "../json/value.ts";
import type { Shape } from "../schema/shape.ts";
import { emptySet, type FieldSet, leaf, setOf, union } from "./field-set.ts";
import { childrenOf, type Duplicates } from "./walk.ts";

/** Every field a configuration states: what its applier comes to own. */
export function fieldsOf(
  shape: Shape,
  value: Json,
  path: readonly string[] = [],
  duplicates: Duplicates = "allow",
): FieldSet {
  const children = childrenOf(shape, value, path, duplicates);
  if (children === undefined) {
    // A list or struct that is null where items are shared states nothing by itself; its parent counts it.
    return value === null && shape.kind !== "scalar" ? emptySet : leaf;
  }
  return setOf(
    false,
    children.map((child) => {
      const inner = fieldsOf(child.shape, child.value, [...path, child.step], duplicates);
      const counts = !child.declared || child.value === null || (isObject(child.value) && nothingIn(child.value));
      return [child.step, counts ? union(inner, leaf) : inner] as const;
    }),
  );
}

const nothingIn = (value: object) => Object.keys(value).length === 0;
