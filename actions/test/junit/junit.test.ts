import { expect, test } from "vitest";
import { countOf } from "../results/count.ts";
import { ReportError } from "../results/error.ts";
import { casesFrom } from "../results/from-junit.ts";
import { decodeXml } from "../xml/decode.ts";
import { parseXml } from "../xml/element.ts";
import { declaredCounts, suiteCount } from "./counts.ts";
import { readJunit } from "./read.ts";

const cases = (inner: string) =>
  casesFrom(readJunit(`<testsuites><testsuite name="s">${inner}</testsuite></testsuites>`));
const statuses = (inner: string) => cases(inner).map(({ status }) => status);

test.each([
  ['<testcase name="a"/>', "passed"],
  ['<testcase name="a"><failure/></testcase>', "failed"],
  ['<testcase name="a"><error/></testcase>', "error"],
  ['<testcase name="a"><skipped/></testcase>', "skipped"],
  ['<testcase name="a"><skipped/><failure/><error/></testcase>', "error"],
  ['<testcase name="a"><skipped type="todo"/><failure/></testcase>', "skipped"],
  ['<testcase name="a" status="disabled"/>', "skipped"],
  ['<testcase name="a"><flakyFailure/></testcase>', "flaky"],
  ['<testcase name="a"><rerunFailure/><failure/></testcase>', "failed"],
  ['<testcase name="a"><system-out>&lt;failure/></system-out></testcase>', "passed"],
])("%s %s", (xml, status) => expect(statuses(xml)).toEqual([status]));

test("suites in suites, a suite as the root, and tests beside suites", () => {
  const inner = '<testsuite><testsuite name="deep"><testcase name="a"/></testsuite><testcase name="b"/></testsuite>';
  expect(casesFrom(readJunit(inner)).map(({ name, suite }) => [name, suite])).toEqual([
    ["a", "deep"],
    ["b", ""],
  ]);
  expect(casesFrom(readJunit('<testsuites><testcase name="c"/></testsuites>')).map(({ name }) => name)).toEqual(["c"]);
  expect(suiteCount(readJunit(inner).suites)).toBe(2);
});

test("numbers, messages, places", () => {
  const [one] = cases(
    '<testcase classname="c" name="n" file="a.js" line="7" time="1,234.5"><failure message="no&#10;more" type="E">at x</failure></testcase>',
  );
  expect(one).toEqual({
    suite: "c",
    name: "n",
    status: "failed",
    took: 1_234_500,
    message: "no",
    detail: "at x",
    file: "a.js",
    line: 7,
  });
});

test("a suite that only counts; from the first number it leaves out, its own cases count", () => {
  const { suites } = readJunit('<testsuite tests="5" skipped="1" failures="2" errors="0" time="3"/>');
  expect(declaredCounts(suites)).toEqual({ tests: 5, skipped: 1, failures: 2, errors: 0, time: 3 });
  const half = readJunit(
    '<testsuite tests="5" skipped="4"><testcase name="a" time="2"><failure/><error/></testcase></testsuite>',
  );
  expect(declaredCounts(half.suites)).toEqual({ tests: 5, skipped: 4, failures: 1, errors: 1, time: 2 });
  expect(countOf(casesFrom(half))).toMatchObject({ total: 1, failed: 1 });
});

test.each([
  ["another root", "<html/>", "it begins with <html>"],
  ["nothing", "", "document must contain a root element"],
  ["half a document", "<testsuites><testsuite>", "unclosed tag"],
  ["entities", '<!DOCTYPE a [<!ENTITY b "c">]><testsuites/>', "it declares entities"],
  ["an unknown entity", '<testsuite name="&b;"/>', "undefined entity"],
  ["a thousand levels", "<a>".repeat(1000), "more than 100 deep"],
])("%s is no report", (_, text, message) => {
  expect(() => readJunit(text)).toThrow(ReportError);
  expect(() => readJunit(text)).toThrow(message);
});

test("what a terminal shows is replaced, where XML has no place for it", () => {
  expect(parseXml("<a b='\u001b[31m&#x1b;&#27;&#0;&#9;'>\u0000ok</a>")).toMatchObject({
    attributes: { b: "\ufffd[31m\ufffd\ufffd\ufffd\t" },
    text: "\ufffdok",
  });
});

test.each([
  ["its declaration", Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', "latin1")],
  ["its first bytes", Buffer.from("\ufeff<a>é</a>", "utf16le")],
  ["nothing: then it is UTF-8", Buffer.from("<a>é</a>")],
])("the encoding is told by %s", (_, bytes) => expect(parseXml(decodeXml(bytes)).text).toBe("é"));
