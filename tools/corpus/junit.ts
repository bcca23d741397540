import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { readJunit } from "../../actions/test/junit/read.ts";
import { type JunitReport, type Outcome, outcomeOf } from "../../actions/test/junit/report.ts";
import { ReportError } from "../../actions/test/results/error.ts";
import { decodeXml } from "../../actions/test/xml/decode.ts";
import { allCases, declaredCounts, suiteCount } from "./junit-counts.ts";
import type { Case, CorpusKind } from "./kind.ts";

const Expected = v.record(v.string(), v.record(v.string(), v.number()));

/** Files of many tools; `EXPECTED.json` says what each holds. `runs` is what suites say, `tests` what has a name of its own. */
export const junit: CorpusKind = {
  about: "JUnit files of many tools",
  run: (folder) => {
    const expected = v.parse(Expected, JSON.parse(readFileSync(join(folder, "EXPECTED.json"), "utf8")));
    return Object.entries(expected).map(([file, wanted]): Case => {
      const came = numbersOf(reportIn(join(folder, file)));
      const wrong = Object.entries(wanted).filter(([name, number]) => came[name] !== number);
      return {
        name: file,
        passed: wrong.length === 0,
        detail: wrong.map(([name, number]) => `${name}: expected ${number}, came ${came[name]}`).join("\n"),
      };
    });
  },
};

/** What is not JUnit holds no tests. */
function reportIn(path: string): JunitReport {
  try {
    return readJunit(decodeXml(readFileSync(path)));
  } catch (thrown) {
    if (thrown instanceof ReportError) return { suites: [], cases: [] };
    throw thrown;
  }
}

const gravity: readonly Outcome[] = ["skipped", "passed", "failure", "error"];

/** A test that ran several times counts once, by its gravest end. */
function testsOf({ suites }: JunitReport): readonly Outcome[] {
  const tests = new Map<string, Outcome>();
  for (const one of allCases(suites)) {
    const key = JSON.stringify([one.className, one.name]);
    const outcome = outcomeOf(one);
    const before = tests.get(key);
    if (before === undefined || gravity.indexOf(outcome) > gravity.indexOf(before)) tests.set(key, outcome);
  }
  return [...tests.values()];
}

function numbersOf(report: JunitReport): Readonly<Record<string, number>> {
  const runs = declaredCounts(report.suites);
  const outcomes = testsOf(report);
  const ended = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  // without cases, what the suites say is all there is
  const tests = outcomes.length > 0;
  return {
    suites: suiteCount(report.suites),
    duration: Math.trunc(runs.time),
    runs: runs.tests,
    runs_succ: runs.tests - runs.skipped - runs.failures - runs.errors,
    runs_skip: runs.skipped,
    runs_fail: runs.failures,
    runs_error: runs.errors,
    tests: tests ? outcomes.length : runs.tests,
    tests_succ: tests ? ended("passed") : runs.tests - runs.skipped - runs.failures - runs.errors,
    tests_skip: tests ? ended("skipped") : runs.skipped,
    tests_fail: tests ? ended("failure") : runs.failures,
    tests_error: tests ? ended("error") : runs.errors,
  };
}
