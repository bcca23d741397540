/**
 * The last line of .ci/run: adds up the reports that the suites left in test-results, and exits non-zero unless every
 * stage and every test passed. A stage that failed without a failed test counts as one failure, so it cannot hide. The lines
 * before it name what failed, and what passed only when it was run again.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type PassedAgain, passedAgainEnd } from "./again/reporter.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "test-results");
const failedStages = Number(process.argv[2] ?? 0);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults?: readonly TestFile[];
}

interface TestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages: readonly string[] | null;
  }[];
}

/** pytest's own report: `<testsuite … errors="0" failures="1" skipped="2" tests="70" …>`. */
function fromJunit(xml: string): Report {
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0] ?? "";
  const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const [failed, skipped] = [count("errors") + count("failures"), count("skipped")];
  return { numPassedTests: count("tests") - failed - skipped, numFailedTests: failed, numPendingTests: skipped };
}

/** A file that could not even be read has no tests that failed, and is named itself. */
function failuresOf({ name, status, message, assertionResults }: TestFile): string[] {
  const file = relative(root, name);
  const tests = assertionResults.filter((test) => test.status === "failed");
  if (tests.length === 0) return status === "failed" ? [`failed: ${file}: ${firstLine(message)}`] : [];
  return tests.map((test) => `failed: ${file} > ${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? "")}`);
}

const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const names = readdirSync(folder);
const reports = names.flatMap((name): Report[] =>
  name.endsWith(".json") ? [JSON.parse(read(name))] : name.endsWith(".xml") ? [fromJunit(read(name))] : [],
);
const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0);

const passed = sum((r) => r.numPassedTests);
const failed = Math.max(
  sum((r) => r.numFailedTests),
  failedStages > 0 ? 1 : 0,
);
for (const report of reports)
  for (const file of report.testResults ?? []) for (const line of failuresOf(file)) console.log(line);
for (const name of names.filter((each) => each.endsWith(passedAgainEnd))) {
  const again: readonly PassedAgain[] = JSON.parse(read(name));
  for (const { test, firstFailure } of again) console.log(`passed when run again: ${test}: ${firstFailure}`);
}
const skipped = sum((r) => r.numPendingTests);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
