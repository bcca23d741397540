import fc from "fast-check";
import { expect, test } from "vitest";
import {
  difference,
  emptySet,
  type FieldSet,
  fromFieldsV1,
  intersection,
  leaf,
  sameSet,
  setOf,
  toFieldsV1,
  union,
} from "./field-set.ts";

const step = fc.constantFrom("f:a", "f:b", 'k:{"name":"x"}', 'v:"y"', "i:0");
const sets: fc.Arbitrary<FieldSet> = fc.letrec<{ node: FieldSet; leaf: FieldSet; branch: FieldSet }>((tie) => ({
  leaf: fc.constant(leaf),
  branch: fc
    .tuple(fc.boolean(), fc.array(fc.tuple(step, tie("node")), { maxLength: 3 }))
    .map(([member, entries]) => setOf(member, entries)),
  node: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("branch")),
})).node;

test("a set survives being written as FieldsV1", () => {
  fc.assert(
    fc.property(sets, (set) => {
      // The root is never a member: an object owns its fields, nobody owns the object.
      const rootless = setOf(false, set.children);
      expect(sameSet(fromFieldsV1(toFieldsV1(rootless)), rootless)).toBe(true);
    }),
  );
});

test("union, intersection and difference are those of sets", () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      expect(sameSet(union(difference(a, b), intersection(a, b)), a)).toBe(true);
      expect(sameSet(intersection(difference(a, b), b), emptySet)).toBe(true);
      expect(sameSet(union(a, b), union(b, a))).toBe(true);
    }),
  );
});
