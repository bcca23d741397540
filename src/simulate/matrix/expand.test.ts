import { expect, test } from "vitest";
import type { Value } from "../expression/value.ts";
import { expandMatrix, legName } from "./expand.ts";

const values = (matrix: Value) => {
  const expansion = expandMatrix(matrix);
  return "problem" in expansion ? expansion.problem : expansion.legs.map((leg) => leg.values);
};

test.each<[string, Value, Value]>([
  [
    "the first axis is the slowest",
    { os: ["a", "b"], v: [1, 2] },
    [
      { os: "a", v: 1 },
      { os: "a", v: 2 },
      { os: "b", v: 1 },
      { os: "b", v: 2 },
    ],
  ],
  [
    "exclude takes out",
    { os: ["a", "b"], v: [1, 2], exclude: [{ os: "a", v: 2 }] },
    [
      { os: "a", v: 1 },
      { os: "b", v: 1 },
      { os: "b", v: 2 },
    ],
  ],
  ["exclude compares loosely", { v: [1, 2], exclude: [{ v: "1" }] }, [{ v: 2 }]],
  ["exclude ignores case", { os: ["Linux", "mac"], exclude: [{ os: "LINUX" }] }, [{ os: "mac" }]],
  [
    "exclude looks into values",
    {
      c: [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
      exclude: [{ c: { a: 1 } }],
    },
    [{ c: { a: 3, b: 4 } }],
  ],
  ["include extends what fits", { v: [1, 2], include: [{ v: 1, extra: "x" }] }, [{ v: 1, extra: "x" }, { v: 2 }]],
  [
    "include without an axis extends all",
    { v: [1, 2], include: [{ extra: "x" }] },
    [
      { v: 1, extra: "x" },
      { v: 2, extra: "x" },
    ],
  ],
  [
    "a later include overrides an earlier one's extra",
    { v: [1], include: [{ e: "x" }, { v: 1, e: "y" }] },
    [{ v: 1, e: "y" }],
  ],
  ["include that fits nothing is a leg", { v: [1], include: [{ v: 3, e: "x" }] }, [{ v: 1 }, { v: 3, e: "x" }]],
  [
    "legs of their own never merge",
    { v: [1], include: [{ v: 3 }, { v: 3, e: "x" }] },
    [{ v: 1 }, { v: 3 }, { v: 3, e: "x" }],
  ],
  [
    "an excluded combination comes back by include",
    { v: [1, 2], exclude: [{ v: 1 }], include: [{ v: 1 }] },
    [{ v: 2 }, { v: 1 }],
  ],
  ["include alone is a matrix", { include: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
])("%s", (_, matrix, legs) => expect(values(matrix)).toEqual(legs));

test.each<[Value, string]>([
  [{}, "a matrix needs at least one axis or include"],
  [{ v: [] }, "matrix.v has no values"],
  [{ v: 1 }, "matrix.v must be a list"],
  [{ v: [1], exclude: [{ w: 1 }] }, "matrix.exclude names w, which is no axis"],
  [{ v: [1], exclude: [{ v: 1 }] }, "every combination of the matrix is excluded"],
  [{ v: Array.from({ length: 257 }, (_, i) => i) }, "the matrix has 257 legs, GitHub runs at most 256"],
])("%j is a mistake: %s", (matrix, problem) => expect(values(matrix)).toBe(problem));

test("a leg's name shows its axes, not what an include added", () => {
  const expansion = expandMatrix({ v: [22], os: ["linux"], include: [{ extra: "hidden" }] });
  expect("legs" in expansion && expansion.legs.map((leg) => legName("test", leg))).toEqual(["test (22, linux)"]);
});
