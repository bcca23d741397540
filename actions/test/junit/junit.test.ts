import { expect, test } from "vitest";
import { ReportError } from "../results/error.ts";
import { casesFrom } from "../results/from-junit.ts";
import { decodeXml } from "../xml/decode.ts";
import { parseXml } from "../xml/element.ts";
import { numberIn } from "./number.ts";
import { readJunit } from "./read.ts";
import { unnamedCounts } from "./unnamed.ts";

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
  ['<testcase name="a"><flakyError/></testcase>', "flaky"],
  ['<testcase name="a"><rerunFailure/><failure/></testcase>', "failed"],
  ['<testcase name="a" status="notrun" result="suppressed"/>', "skipped"],
  ['<testcase name="a" status="run" result="completed"/>', "passed"],
  ['<testcase name="a"><system-out>&lt;failure/></system-out></testcase>', "passed"],
])("%s %s", (xml, status) => expect(statuses(xml)).toEqual([status]));

test("suites in suites, a suite as the root, and tests beside suites", () => {
  const inner = '<testsuite><testsuite name="deep"><testcase name="a"/></testsuite><testcase name="b"/></testsuite>';
  expect(casesFrom(readJunit(inner)).map(({ name, suite }) => [name, suite])).toEqual([
    ["a", "deep"],
    ["b", ""],
  ]);
  expect(casesFrom(readJunit('<testsuites><testcase name="c"/></testsuites>')).map(({ name }) => name)).toEqual(["c"]);
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

test.each([
  ["1,234.5", 1234.5],
  ["1,234", 1234],
  ["1,234,567", 1_234_567],
  ["0,123", 0.123],
  ["12,5", 12.5],
  ["1234,567", 1234.567],
  ["1.234,5", 1234.5],
  ["-0.001", -0.001],
  ["1.5e-3", 0.0015],
  [" 2 ", 2],
  ["", undefined],
  ["NaN", undefined],
  ["2 s", undefined],
  [undefined, undefined],
])("the number %j is %j", (text, number) => expect(numberIn(text)).toBe(number));

test("a test that Surefire tried again says why it failed first", () => {
  const tried =
    '<flakyFailure message="expected: 2" type="E"><stackTrace><![CDATA[at CartTest.java:7]]></stackTrace><system-out>noise</system-out></flakyFailure>';
  expect(cases(`<testcase classname="c" name="a">${tried}</testcase>`)).toMatchObject([
    { status: "flaky", message: "expected: 2", detail: "at CartTest.java:7" },
  ]);
});

test("a class that could not be set up (Surefire), one that is only named otherwise (PHPUnit)", () => {
  expect(cases('<testcase classname="shop.CartTest" name=""><error message="no database"/></testcase>')).toMatchObject([
    { suite: "shop.CartTest", name: "shop.CartTest", status: "error" },
  ]);
  expect(cases('<testcase class="CartTest" name="adds"/>')).toMatchObject([{ suite: "CartTest", name: "adds" }]);
});

test("one report inside another", () => {
  const inner = '<testsuites><testsuite name="s"><testcase name="a"/></testsuite></testsuites>';
  expect(casesFrom(readJunit(`<testsuites>${inner}${inner}</testsuites>`))).toHaveLength(2);
});

const case1 = '<testcase name="a"/>';
test.each([
  [
    "what cases say is said",
    '<testsuite tests="2" failures="1"><testcase name="a"><failure/></testcase></testsuite>',
    0,
  ],
  ["an error beside tests that pass", `<testsuite tests="1" errors="1">${case1}</testsuite>`, 1],
  [
    "an error in a suite of no tests, beside one that passes",
    `<testsuite tests="1">${case1}</testsuite><testsuite tests="0" errors="1"/>`,
    1,
  ],
  ["the same, deeper down", `<testsuite><testsuite><testsuite errors="2"/></testsuite>${case1}</testsuite>`, 2],
  [
    "a suite counts what those in it count: once",
    `<testsuite failures="1"><testsuite failures="1"><testcase name="a"><error/></testcase></testsuite></testsuite>`,
    0,
  ],
  [
    "and the same without cases",
    '<testsuite tests="3" failures="1"><testsuite tests="3" failures="1"/></testsuite>',
    1,
  ],
  [
    "tries that another passed after",
    '<testsuite failures="1"><testcase name="a"><flakyFailure/></testcase></testsuite>',
    0,
  ],
])("failures that only a number tells of: %s", (_, suites, failed) =>
  expect(unnamedCounts(readJunit(`<testsuites>${suites}</testsuites>`).suites).failed).toBe(failed),
);

test.each([
  ["another root", "<html/>", "it begins with <html>"],
  ["nothing", "", "document must contain a root element"],
  ["half a document", "<testsuites><testsuite>", "unclosed tag"],
  ["entities", '<!DOCTYPE a [<!ENTITY b "c">]><testsuites/>', "it declares entities"],
  ["an unknown entity", '<testsuite name="&b;"/>', "undefined entity"],
  ["a million attributes", `<a ${"b='' ".repeat(1000)}/>`, "more than 100 attributes"],
  ["a thousand levels", "<a>".repeat(1000), "more than 100 deep"],
])("%s is no report", (_, text, message) => {
  expect(() => readJunit(text)).toThrow(ReportError);
  expect(() => readJunit(text)).toThrow(message);
});

test.each([
  ["a line before its declaration", '\n<?xml version="1.0"?>\n<a>x</a>', "x"],
  ["half of a character, escaped as Java does", "<a>&#xD83D;&#xDE00;</a>", "&#xD83D;&#xDE00;"],
  ["half of a character", "<a>\ud83d</a>", "\ufffd"],
  ["a character beyond all", "<a>&#x110000;&#99999999999;</a>", "&#x110000;&#99999999999;"],
  ["what is no character", "<a>&#xFFFF;</a>", "&#xFFFF;"],
  ["CDATA, cut where it would end", "<a><![CDATA[x]]]]><![CDATA[>y]]></a>", "x]]>y"],
])("read all the same: %s", (_, text, inner) => expect(parseXml(text).text).toBe(inner));

test("what tests printed is not kept", () => {
  const xml =
    '<testsuite><system-out>much</system-out><testcase name="a"><system-err>more</system-err></testcase></testsuite>';
  expect(JSON.stringify(parseXml(xml, new Set(["system-out", "system-err"])))).not.toMatch(/much|more/);
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
  ["its first letter", Buffer.from('<?xml version="1.0" encoding="utf-16"?><a>é</a>', "utf16le")],
  ["the other order of bytes", Buffer.from("\ufeff<a>é</a>", "utf16le").swap16()],
  ["its looks, whatever it says (.NET)", Buffer.from('<?xml version="1.0" encoding="utf-16"?><a>é</a>')],
  ["UTF-8's own mark", Buffer.from('\ufeff<?xml version="1.0" encoding="utf-8"?><a>é</a>')],
  ["nothing: then it is UTF-8", Buffer.from("<a>é</a>")],
])("the encoding is told by %s", (_, bytes) => expect(parseXml(decodeXml(bytes)).text).toBe("é"));
