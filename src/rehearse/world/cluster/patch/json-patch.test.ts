import { expect, test } from "vitest";
import { JsonPatchError, jsonPatch } from "./json-patch.ts";

const start = { a: [1, 2], b: { c: "x" }, "d/e": 1 };

test.each([
  ["adds a field", [{ op: "add", path: "/b/f", value: 1 }], { ...start, b: { c: "x", f: 1 } }],
  ["adds in a list", [{ op: "add", path: "/a/1", value: 9 }], { ...start, a: [1, 9, 2] }],
  ["adds at the end", [{ op: "add", path: "/a/-", value: 9 }], { ...start, a: [1, 2, 9] }],
  ["replaces", [{ op: "replace", path: "/b/c", value: "y" }], { ...start, b: { c: "y" } }],
  ["removes, also where the name has a slash", [{ op: "remove", path: "/d~1e" }], { a: [1, 2], b: { c: "x" } }],
  ["moves", [{ op: "move", from: "/b/c", path: "/g" }], { a: [1, 2], b: {}, "d/e": 1, g: "x" }],
  ["copies", [{ op: "copy", from: "/a/0", path: "/a/-" }], { ...start, a: [1, 2, 1] }],
  ["goes on when a test holds", [{ op: "test", path: "/b/c", value: "x" }], start],
])("a JSON patch %s", (_what, operations, expected) => {
  expect(jsonPatch(start, operations)).toEqual(expected);
});

test.each([
  ["a test that fails", [{ op: "test", path: "/b/c", value: "y" }]],
  ["what is not there", [{ op: "remove", path: "/x" }]],
  ["a parent that is not there", [{ op: "add", path: "/x/y", value: 1 }]],
  ["a place past the end", [{ op: "add", path: "/a/7", value: 1 }]],
])("a JSON patch is refused for %s", (_what, operations) => {
  expect(() => jsonPatch(start, operations)).toThrow(JsonPatchError);
});
