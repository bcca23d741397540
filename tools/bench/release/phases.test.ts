import { expect, test } from "vitest";
import { median, phasesOf } from "./phases.ts";

const heard = [
  { at: 400, line: "+ Deployment web" },
  { at: 500, line: "release 1-1: recorded as pending" },
  { at: 600, line: "release 1-1: 1 object applied" },
  { at: 2_500, line: "release 1-1: applied, everything is ready" },
];

test("apply and wait are between the journal and readiness; the rest is everything before and after", () => {
  expect(phasesOf(heard, 2_700)).toEqual({ applyAndWait: 2_000, rest: 700 });
});

test("a deploy that did not become ready has no phases", () => {
  expect(phasesOf(heard.slice(0, 3), 9_000)).toBeUndefined();
});

test("one outlier does not move the median", () => {
  expect(median([3, 900, 1, 2, 4])).toBe(3);
});
