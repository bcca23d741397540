import { readJunit } from "../junit/read.ts";
import { unnamedCounts } from "../junit/unnamed.ts";
import { casesFrom } from "../results/from-junit.ts";
import type { Results } from "../results/results.ts";
import type { Runner } from "./runner.ts";

/** Any tool's JUnit: nothing is known about its peculiarities. */
export function readAnyJunit(text: string): Results {
  const report = readJunit(text);
  const { total, failed, skipped } = unnamedCounts(report.suites);
  const unnamed = { total, failed, skipped, passed: total - failed - skipped, flaky: 0 };
  return { cases: casesFrom(report), troubles: [], ...(total === 0 ? {} : { unnamed }) };
}

/** A line of the user's own; all of it runs again, as nobody knows how to ask for a part. */
export const command = (line: string): Runner => ({
  name: "command",
  plan: () => ({ command: "sh", args: ["-e", "-c", line], report: undefined }),
  read: readAnyJunit,
  missing: () => undefined,
});
