import { expect, test } from "vitest";
import { leastMatrixJobs, type PlainMatrix, unknownValue } from "./matrix-size.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const matrix = (given: Partial<PlainMatrix>): PlainMatrix => ({ axes: [], include: [], exclude: [], ...given });

test.each<[string, Partial<PlainMatrix>, number]>([
  [
    "the product of the axes",
    {
      axes: [
        ["a", numbers(3)],
        ["b", numbers(4)],
      ],
    },
    12,
  ],
  [
    "an axis that the run makes has one value",
    {
      axes: [
        ["a", numbers(3)],
        ["b", undefined],
      ],
    },
    3,
  ],
  [
    "less what is excluded",
    {
      axes: [
        ["a", numbers(3)],
        ["b", numbers(4)],
      ],
      exclude: [{ a: 1 }, { a: 2, b: 3 }],
    },
    7,
  ],
  [
    "as GitHub compares: case and numbers as text",
    { axes: [["a", ["X", 1, 2]]], exclude: [{ a: "x" }, { a: "1" }] },
    1,
  ],
  ["an exclude that the run makes may take all", { axes: [["a", numbers(3)]], exclude: undefined }, 0],
  ["an excluded value that the run knows may be any", { axes: [["a", numbers(3)]], exclude: [{ a: unknownValue }] }, 0],
  ["an include of its own", { axes: [["a", numbers(3)]], include: [{ a: 9 }, { a: 1, b: 2 }, { b: 3 }] }, 4],
  ["include alone", { include: [{ a: 1 }, { a: 1 }] }, 2],
  [
    "a part of an object",
    {
      axes: [
        [
          "a",
          [
            { os: "x", v: 1 },
            { os: "y", v: 1 },
          ],
        ],
      ],
      exclude: [{ a: { os: "x" } }],
    },
    1,
  ],
])("%s", (_, given, jobs) => {
  expect(leastMatrixJobs(matrix(given))).toBe(jobs);
});

test("more combinations than anyone can list are counted, not made", () => {
  expect(leastMatrixJobs(matrix({ axes: numbers(9).map((n) => [`a${n}`, numbers(9)]) }))).toBe(9 ** 9);
});
