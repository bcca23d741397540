import { ReportError } from "../results/error.ts";
import { type Element, parseXml } from "../xml/element.ts";
import type { JunitCase, JunitReport, JunitResult, JunitSuite } from "./report.ts";

/** `1,234.5` is how some tools write it. */
function numberIn(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text.replaceAll(",", ""));
  return Number.isFinite(value) ? value : undefined;
}

const named = (element: Element, name: string) => element.children.filter((child) => child.name === name);

const kinds: Readonly<Record<string, JunitResult["kind"]>> = { failure: "failure", error: "error", skipped: "skipped" };

function resultsIn(element: Element): readonly JunitResult[] {
  return element.children.flatMap(({ name, attributes, text }) => {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    return kind === undefined ? [] : [{ kind, type: attributes["type"], message: attributes["message"] ?? "", text }];
  });
}

function caseOf(element: Element): JunitCase {
  const { attributes, children } = element;
  const line = numberIn(attributes["line"]);
  return {
    className: attributes["classname"],
    name: attributes["name"],
    file: attributes["file"],
    line: Number.isInteger(line) ? line : undefined,
    time: numberIn(attributes["time"]),
    results: resultsIn(element),
    disabled: attributes["status"] === "disabled",
    flaky: children.some(({ name }) => name === "flakyFailure" || name === "flakyError"),
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
    suites: named(element, "testsuite").map(suiteOf),
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

/** JUnit's XML in all the forms that tools give it; what is no JUnit at all is an ReportError. */
export function readJunit(text: string): JunitReport {
  const root = parseXml(text);
  if (root.name === "testsuite") return { suites: [suiteOf(root)], cases: [] };
  if (root.name !== "testsuites") throw new ReportError(`it begins with <${root.name}>, JUnit with <testsuites>`);
  return { suites: named(root, "testsuite").map(suiteOf), cases: casesOf(root) };
}
