import { casesIn, type JunitCase, type JunitSuite } from "./report.ts";

/** What suites count and do not name. */
export interface Unnamed {
  readonly total: number;
  readonly failed: number;
  readonly skipped: number;
}

const both = (a: Unnamed, b: Unnamed): Unnamed => ({
  total: a.total + b.total,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** Tries that failed count, too, as far as a tool counts them: the more is named, the less can be missing. */
const failuresIn = (cases: readonly JunitCase[]): number =>
  cases.flatMap(({ results }) => results).filter(({ kind }) => kind !== "skipped").length;

function unnamedIn({ cases, suites, declared }: JunitSuite): Unnamed {
  const inner = unnamedCounts(suites);
  const { tests = 0, failures = 0, errors = 0, skipped = 0, disabled = 0 } = declared;
  const named = [...cases, ...suites.flatMap(casesIn)];
  if (named.length > 0) {
    const missing = Math.max(0, failures + errors - failuresIn(named) - inner.failed);
    return both(inner, { total: missing, failed: missing, skipped: 0 });
  }
  const failed = Math.max(failures + errors, inner.failed);
  const left = Math.max(skipped + disabled, inner.skipped);
  // an error outside of any test stands in a suite of no tests
  return { total: Math.max(tests, inner.total, failed + left), failed, skipped: left };
}

/**
 * Tests that suites only count: all of a suite without cases, and failures beyond those of its cases. A report that speaks of
 * a failure is never taken for one of success.
 */
export const unnamedCounts = (suites: readonly JunitSuite[]): Unnamed =>
  suites.map(unnamedIn).reduce(both, { total: 0, failed: 0, skipped: 0 });
