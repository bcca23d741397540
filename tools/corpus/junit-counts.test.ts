import { expect, test } from "vitest";
import { readJunit } from "../../actions/test/junit/read.ts";
import { declaredCounts, suiteCount } from "./junit-counts.ts";

test("a suite that only counts; from the first number it leaves out, its own cases count", () => {
  const { suites } = readJunit('<testsuite tests="5" skipped="1" failures="2" errors="0" time="3"/>');
  expect(declaredCounts(suites)).toEqual({ tests: 5, skipped: 1, failures: 2, errors: 0, time: 3 });
  const half = readJunit(
    '<testsuite tests="5" skipped="4"><testcase name="a" time="2"><failure/><error/></testcase></testsuite>',
  );
  expect(declaredCounts(half.suites)).toEqual({ tests: 5, skipped: 4, failures: 1, errors: 1, time: 2 });
});

test("suites that hold cases, or nothing else", () => {
  const inner = '<testsuite><testsuite name="deep"><testcase name="a"/></testsuite><testcase name="b"/></testsuite>';
  expect(suiteCount(readJunit(inner).suites)).toBe(2);
});
