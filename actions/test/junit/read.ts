import { ReportError } from "../results/error.ts";
import { type Element, parseXml } from "../xml/element.ts";
import { numberIn } from "./number.ts";
import type { JunitCase, JunitReport, JunitResult, JunitSuite } from "./report.ts";

const named = (element: Element, name: string) => element.children.filter((child) => child.name === name);

const kinds: ReadonlyMap<string, JunitResult["kind"]> = new Map([
  ["failure", "failure"],
  ["error", "error"],
  ["skipped", "skipped"],
  // failed first, and passed when its runner tried again (Surefire, nextest)
  ["flakyFailure", "flaky"],
  ["flakyError", "flaky"],
]);

/** Surefire puts what a try printed, and its stack, into elements of their own. */
const said = (element: Element): string =>
  [element.text, ...named(element, "stackTrace").map(({ text }) => text)]
    .filter((text) => text.trim() !== "")
    .join("\n");

const resultsIn = (element: Element): readonly JunitResult[] =>
  element.children.flatMap((child) => {
    const kind = kinds.get(child.name);
    const { type, message = "" } = child.attributes;
    return kind === undefined ? [] : [{ kind, type, message, text: said(child) }];
  });

/** GoogleTest says of a test that did not run `status="notrun"`, and that it is disabled `result="suppressed"`. */
const isDisabled = ({ status, result }: Element["attributes"]): boolean =>
  status === "disabled" || status === "notrun" || result === "suppressed";

function caseOf(element: Element): JunitCase {
  const { attributes } = element;
  const line = numberIn(attributes["line"]);
  return {
    // PHPUnit names the class twice, or only so
    className: attributes["classname"] ?? attributes["class"],
    name: attributes["name"],
    file: attributes["file"],
    line: Number.isInteger(line) ? line : undefined,
    time: numberIn(attributes["time"]),
    results: resultsIn(element),
    disabled: isDisabled(attributes),
  };
}

/** A case without any name is none. */
const casesOf = (element: Element): readonly JunitCase[] =>
  named(element, "testcase")
    .map(caseOf)
    .filter(({ className, name }) => className !== undefined || name !== undefined);

function suiteOf(element: Element): JunitSuite {
  const attribute = (name: string) => numberIn(element.attributes[name]);
  return {
    name: element.attributes["name"] ?? "",
    suites: suitesOf(element),
    cases: casesOf(element),
    declared: {
      tests: attribute("tests"),
      failures: attribute("failures"),
      errors: attribute("errors"),
      skipped: attribute("skipped"),
      disabled: attribute("disabled"),
      time: attribute("time"),
    },
  };
}

/** What merges reports may put one `<testsuites>` into another. */
const suitesOf = (element: Element): readonly JunitSuite[] =>
  element.children.flatMap((child) =>
    child.name === "testsuite" || child.name === "testsuites" ? [suiteOf(child)] : [],
  );

/** All that tests printed: it is in the log already, and may be many times the rest. */
const printed = new Set(["system-out", "system-err"]);

/** JUnit's XML in all the forms that tools give it; what is no JUnit at all is an ReportError. */
export function readJunit(text: string): JunitReport {
  const root = parseXml(text, printed);
  if (root.name === "testsuite") return { suites: [suiteOf(root)], cases: [] };
  if (root.name !== "testsuites") throw new ReportError(`it begins with <${root.name}>, JUnit with <testsuites>`);
  return { suites: suitesOf(root), cases: casesOf(root) };
}
