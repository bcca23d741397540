import { expect, test } from "vitest";
import { readCobertura } from "./cobertura.ts";
import { mergeCoverage, percent, totalsOf } from "./coverage.ts";
import { judgeCoverage } from "./judge.ts";
import { isLcov, readLcov } from "./lcov.ts";

const lcov =
  "TN:\nSF:a.js\nDA:1,1\nDA:2,0\nBRDA:1,0,0,1\nBRDA:1,0,1,-\nend_of_record\nSF:b.js\nDA:1,3\nend_of_record\n";
const cobertura = `<?xml version="1.0"?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<coverage line-rate="0.5"><packages><package name="p"><classes>
  <class name="A" filename="a.py"><methods><method name="f"><lines><line number="1" hits="1"/></lines></method></methods>
    <lines><line number="1" hits="1"/><line number="2" hits="0" branch="true" condition-coverage="50% (1/2)"/></lines></class>
  <class name="A.Inner" filename="a.py"><lines><line number="2" hits="4"/><line number="3" hits="0"/></lines></class>
</classes></package></packages></coverage>`;

test("lcov: lines and branches of each file", () => {
  expect(isLcov(lcov)).toBe(true);
  expect(totalsOf(readLcov(lcov).values())).toEqual({
    lines: { found: 3, taken: 2 },
    branches: { found: 2, taken: 1 },
  });
});

test("lcov that breaks off still says what it said", () => {
  expect(totalsOf(readLcov("SF:a.js\nDA:1,1\nDA:x,y\nDA:").values()).lines).toEqual({ found: 1, taken: 1 });
});

test("Cobertura: the class's own lines, once for a file that several classes share", () => {
  expect(totalsOf(readCobertura(cobertura).values())).toEqual({
    lines: { found: 3, taken: 2 },
    branches: { found: 2, taken: 1 },
  });
});

test("what one of two reports reached is reached", () => {
  const both = mergeCoverage([readLcov("SF:a\nDA:1,0\nDA:2,1\n"), readLcov("SF:a\nDA:1,5\nDA:2,0\nDA:3,0\n")]);
  expect(totalsOf(both.values()).lines).toEqual({ found: 3, taken: 2 });
});

test.each([
  [{ found: 3, taken: 2 }, 66.66],
  [{ found: 100_000, taken: 89_999 }, 89.99],
  [{ found: 10, taken: 9 }, 90],
  [{ found: 7, taken: 7 }, 100],
  [{ found: 0, taken: 0 }, undefined],
])("%j is %s percent: cut, so that nearly is not yet", (ways, expected) => expect(percent(ways)).toBe(expected));

const of = (hits: readonly number[], name = "a") =>
  readLcov(`SF:${name}\n${hits.map((hit, index) => `DA:${index + 1},${hit}`).join("\n")}\n`);
const none = { lines: undefined, branches: undefined, drop: undefined };

test.each([
  ["no bar", of([1, 0]), undefined, none, []],
  ["a bar that is reached", of([1, 0]), undefined, { ...none, lines: 50 }, []],
  ["a bar that is missed", of([1, 0]), undefined, { ...none, lines: 51 }, ["50 % of lines covered; 51 % is asked"]],
  [
    "a bar for branches, where none were measured",
    of([1]),
    undefined,
    { ...none, branches: 1 },
    ["no coverage of branches was measured; 1 % is asked"],
  ],
  ["a drop within what is allowed", of([1, 0]), of([1, 1]), { ...none, drop: 50 }, []],
  [
    "a drop beyond it",
    of([1, 0]),
    of([1, 1]),
    { ...none, drop: 49.9 },
    ["50 % of lines covered, 50 points below the baseline; 49.9 are allowed"],
  ],
  ["more than before", of([1, 1]), of([1, 0]), { ...none, drop: 0 }, []],
])("%s", (_, now, before, bars, missed) => expect(judgeCoverage(now, before, bars).missed).toEqual(missed));

test("the difference, and the files that lost", () => {
  const now = mergeCoverage([of([1, 0, 0, 0], "a"), of([1, 1], "b"), of([0], "new")]);
  const before = mergeCoverage([of([1, 1, 0, 0], "a"), of([1, 0], "b"), of([1], "gone")]);
  const { change, lost } = judgeCoverage(now, before, none);
  expect(change).toBe(-14.29);
  expect(lost).toEqual([{ path: "a", now: 25, before: 50 }]);
});
