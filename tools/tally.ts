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

/** pytest's own report: `<testsuite … errors="0" failures="1" skipped="2" tests="70" …>`. */
function fromJunit(xml: string): Report {
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0] ?? "";
  const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const [failed, skipped] = [count("errors") + count("failures"), count("skipped")];
  return { numPassedTests: count("tests") - failed - skipped, numFailedTests: failed, numPendingTests: skipped };
}

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const reports = readdirSync(folder).flatMap((name): Report[] =>
  name.endsWith(".json") ? [JSON.parse(read(name))] : name.endsWith(".xml") ? [fromJunit(read(name))] : [],
);
const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0);

const passed = sum((r) => r.numPassedTests);
const failed = Math.max(
  sum((r) => r.numFailedTests),
  failedStages > 0 ? 1 : 0,
);
const skipped = sum((r) => r.numPendingTests);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
