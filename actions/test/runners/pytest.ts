import { join } from "node:path";
import { readJunit } from "../junit/read.ts";
import type { Case } from "../results/case.ts";
import { casesFrom } from "../results/from-junit.ts";
import type { Results, Trouble } from "../results/results.ts";
import { deathBy } from "./death.ts";
import type { Runner } from "./runner.ts";

function troubleOf(one: Case): Trouble | undefined {
  const { message, detail, file } = one;
  if (one.status !== "error" && one.status !== "failed") return undefined;
  if (message === "collection failure")
    return {
      kind: "collection",
      message: detail.trim().split("\n").at(-1)?.replace(/^E\s+/, "") ?? message,
      detail,
      file,
    };
  // pytest-xdist
  if (/^worker '[^']*' crashed while running/.test(message)) return { kind: deathBy(detail), message, detail, file };
  return undefined;
}

function sorted(cases: readonly Case[]): Results {
  const troubles = cases.flatMap((one) => troubleOf(one) ?? []);
  return {
    troubles,
    cases: cases
      .filter((one) => troubleOf(one) === undefined)
      // it counts lines from 0
      .map((one) => (one.line === undefined ? one : { ...one, line: one.line + 1 })),
  };
}

/** `configured`: the project's own settings measure coverage, and say of what. */
export const pytest = (python: string, configured: boolean, cache: string): Runner => ({
  name: "pytest",
  plan: ({ out, args, coverage }, only) => {
    const report = join(out, "junit.xml");
    const cobertura = join(out, "coverage.xml");
    return {
      command: python,
      args: [
        "-m",
        "pytest",
        // the family that says file and line
        "-o",
        "junit_family=xunit1",
        `--junitxml=${report}`,
        "--continue-on-collection-errors",
        "-o",
        `cache_dir=${cache}`,
        ...(coverage ? [...(configured ? [] : ["--cov", "--cov-branch"]), `--cov-report=xml:${cobertura}`] : []),
        ...args,
        ...(only.length > 0 ? ["--last-failed", ...(configured ? ["--no-cov"] : [])] : []),
      ],
      env: { PYTHONUNBUFFERED: "1" },
      report,
      ...(coverage ? { coverage: cobertura } : {}),
    };
  },
  read: (report) => sorted(casesFrom(readJunit(report))),
  missing: (output) =>
    /No module named '?pytest'?/.test(output)
      ? "pytest"
      : /unrecognized arguments: --cov/.test(output)
        ? "pytest-cov, which measures the coverage"
        : undefined,
});
