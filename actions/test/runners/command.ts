import { declaredCounts } from "../junit/counts.ts";
import { readJunit } from "../junit/read.ts";
import { countOf } from "../results/count.ts";
import { casesFrom } from "../results/from-junit.ts";
import type { Results } from "../results/results.ts";
import type { Runner } from "./runner.ts";

/** Any tool's JUnit: nothing is known about its peculiarities. */
export function readAnyJunit(text: string): Results {
  const report = readJunit(text);
  const cases = casesFrom(report);
  if (cases.length > 0) return { cases, troubles: [] };
  const { tests, failures, errors, skipped } = declaredCounts(report.suites);
  const failed = failures + errors;
  return {
    cases,
    troubles: [],
    unnamed: { ...countOf([]), total: tests, failed, skipped, passed: Math.max(0, tests - failed - skipped) },
  };
}

/** A line of the user's own; all of it runs again, as nobody knows how to ask for a part. */
export const command = (line: string): Runner => ({
  name: "command",
  plan: () => ({ command: "sh", args: ["-e", "-c", line], report: undefined }),
  read: readAnyJunit,
  missing: () => undefined,
});
