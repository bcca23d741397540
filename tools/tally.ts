/**
 * The last line of .ci/run: adds up the reports that the suites left in test-results, and exits non-zero unless every
 * stage and every test passed. A stage that failed without a failed test counts as one failure, so it cannot hide.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../test-results");
const failedStages = Number(process.argv[2] ?? 0);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

const reports = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Report);
const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0);

const passed = sum((r) => r.numPassedTests);
const failed = Math.max(
  sum((r) => r.numFailedTests),
  failedStages > 0 ? 1 : 0,
);
const skipped = sum((r) => r.numPendingTests);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
