import { expect, test } from "vitest";
import { piecesOf, readsOf } from "./parse.ts";

test.each([
  ["needs.build.outputs['image']", [["needs", "build", "outputs", "image"]]],
  ["needs.*.result", [["needs", "*", "result"]]],
  [
    "needs[matrix.job].result",
    [
      ["needs", "*", "result"],
      ["matrix", "job"],
    ],
  ],
  [
    "contains(github.event.pull_request.labels.*.name, inputs.label)",
    [
      ["github", "event", "pull_request", "labels", "*", "name"],
      ["inputs", "label"],
    ],
  ],
  ["!(steps.a.outcome == 'failure') && always()", [["steps", "a", "outcome"]]],
  ["fromJSON(needs.a.outputs.m).b", [["needs", "a", "outputs", "m"]]],
  ["'needs.x in text'", []],
])("%s", (source, paths) => {
  expect(readsOf(source).paths).toEqual(paths);
});

test("calls are noted with their literal arguments", () => {
  expect(readsOf("failure('a', 'b') && hashFiles(github.ref)").calls).toEqual([
    { name: "failure", args: ["a", "b"] },
    { name: "hashfiles", args: [undefined] },
  ]);
});

test.each(["", "a b", "unknown.x", "contains('a')", "1 ==", '"double"', "case(true, 1)"])(
  "%j is rejected with a reason",
  (source) => {
    expect(readsOf(source).error).toMatch(/\w/);
  },
);

test("a }} inside a string does not close an expression", () => {
  expect(piecesOf("a ${{ format('}}{0}', x) }} b ${{ y")).toEqual([
    { expression: "format('}}{0}', x)", closed: true },
    { expression: "y", closed: false },
  ]);
});
