import { expect, test } from "vitest";
import { parsePath, valueAt } from "./json-path.ts";

const body = { items: [{ name: "apple", "a b": { "x.y": 1, 'q"': true } }], none: null, "0": "zero" };

test.each([
  ["$", body],
  ["$.items[0].name", "apple"],
  ['$.items[0]["a b"]["x.y"]', 1],
  ['$.items[0]["a b"]["q\\""]', true],
  ["$.none", null],
  ["$.items[1].name", undefined],
  ["$.items.name", undefined],
  ["$.constructor", undefined],
])("%s", (path, expected) => {
  expect(valueAt(body, path)).toEqual(expected);
});

test.each(["items[0]", "$.items[*]", "$..name", "$.items[-1]", "$.", "$.items[0", "$ .items"])(
  "%s is no path that we read, and is not guessed at",
  (path) => {
    expect(parsePath(path)).toBeUndefined();
  },
);
