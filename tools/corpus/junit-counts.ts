import { casesIn, type JunitCase, type JunitSuite } from "../../actions/test/junit/report.ts";

/** How many tests ran and how they ended; seconds. */
export interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly time: number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function counted(cases: readonly JunitCase[]): Counts {
  const results = cases.flatMap((one) => one.results);
  const of = (kind: string) => results.filter((result) => result.kind === kind).length;
  return {
    tests: cases.length,
    failures: of("failure"),
    errors: of("error"),
    skipped: of("skipped"),
    time: sum(cases.map(({ time }) => time ?? 0)),
  };
}

const order = ["tests", "skipped", "failures", "errors", "time"] as const;

/**
 * What a suite says of itself. Where it leaves one number out, that and those after it are counted from its own cases: the
 * rule of the library that most readers of JUnit stand on (junitparser, IntAttr).
 */
function declaredBy(suite: JunitSuite): Counts {
  const missing = order.findIndex((name) => suite.declared[name] === undefined);
  const own = counted(suite.cases);
  const number = (name: (typeof order)[number]) =>
    missing >= 0 && order.indexOf(name) >= missing ? own[name] : (suite.declared[name] ?? 0);
  const skipped = number("skipped");
  return {
    tests: number("tests"),
    failures: number("failures"),
    errors: number("errors"),
    skipped: skipped === 0 ? 0 : skipped + (suite.declared.disabled ?? 0),
    time: number("time"),
  };
}

/** By what the outermost suites say: the only numbers there are when a report holds no cases. */
export function declaredCounts(suites: readonly JunitSuite[]): Counts {
  const each = suites.map(declaredBy);
  const total = (name: keyof Counts) => sum(each.map((counts) => counts[name]));
  return {
    tests: total("tests"),
    failures: total("failures"),
    errors: total("errors"),
    skipped: total("skipped"),
    time: total("time"),
  };
}

/** Suites that hold cases, or nothing else. */
export const suiteCount = (suites: readonly JunitSuite[]): number =>
  sum(suites.map((suite) => suiteCount(suite.suites) + (suite.cases.length > 0 || suite.suites.length === 0 ? 1 : 0)));

export const allCases = (suites: readonly JunitSuite[]): readonly JunitCase[] => suites.flatMap(casesIn);
