import { expect, it } from "vitest";
import { chooseSuites } from "./suites.ts";

it.each([
  [[], { repeat: 1, keep: false, words: [] }],
  [["--repeat", "10", "deploy", "cluster"], { repeat: 10, keep: false, words: ["deploy", "cluster"] }],
  [["--keep", "--repeat=2"], { repeat: 2, keep: true, words: [] }],
  [["--repeat"], { misused: "expected a number of rounds after --repeat, got nothing" }],
  [["--repeat", "many"], { misused: "expected a number of rounds after --repeat, got many" }],
  [["--repeat=0"], { misused: "expected a number of rounds after --repeat, got 0" }],
  [["--watch"], { misused: "expected --repeat, --keep or a word, got --watch" }],
])("%j", (args, chosen) => {
  expect(chooseSuites(args)).toEqual(chosen);
});
