import { join } from "node:path";
import { readJunit } from "../junit/read.ts";
import { type Case, isFailure } from "../results/case.ts";
import { casesFrom } from "../results/from-junit.ts";
import type { Results, Trouble } from "../results/results.ts";
import { deathBy } from "./death.ts";
import type { Runner } from "./runner.ts";

/** Under this name its JUnit reporter lists what no test caught. */
const outside = "vitest unhandled errors";

/** A worker that is gone, and the file it was at. */
function lostWorker({ suite, message, detail }: Case): Trouble | undefined {
  if (
    suite !== outside ||
    !/Worker exited unexpectedly|Worker terminated|\[vitest-pool\]/.test(`${message}\n${detail}`)
  )
    return undefined;
  const file = /while running test file (\S+)/.exec(detail)?.[1];
  const why = /Worker (?:exited|terminated)[^\n]*/.exec(detail)?.[0] ?? message;
  return { kind: deathBy(detail), message: why, detail, file };
}

/** A file that could not be loaded is reported as a test by the name of the file, alone in its suite. */
function badFile(one: Case, alone: boolean): Trouble | undefined {
  if (!alone || !isFailure(one) || one.name !== one.suite) return undefined;
  const kind = /^No test suite found in file/.test(one.message) ? "empty" : "collection";
  return { kind, message: one.message, detail: one.detail, file: one.suite };
}

function sorted(cases: readonly Case[]): Results {
  const inSuite = Map.groupBy(cases, ({ suite }) => suite);
  const troubles = new Map<Case, Trouble>();
  for (const one of cases) {
    const trouble = lostWorker(one) ?? badFile(one, inSuite.get(one.suite)?.length === 1);
    if (trouble) troubles.set(one, trouble);
  }
  const lost = [...troubles.values()].filter(({ kind }) => kind !== "collection" && kind !== "empty");
  return {
    troubles: [...troubles.values()],
    cases: cases
      .filter((one) => !troubles.has(one))
      // a test whose worker died is reported as passed in no time at all
      .map((one) =>
        one.status === "passed" && one.took === 0 && lost.some(({ file }) => file?.endsWith(one.suite))
          ? { ...one, status: "skipped" as const, message: "its process ended before it did" }
          : one,
      )
      .map((one) => (one.suite === outside ? one : { ...one, file: one.file ?? one.suite })),
  };
}

/** `bin`: the project's own vitest.mjs. */
export const vitest = (bin: string): Runner => ({
  name: "vitest",
  plan: ({ out, args, coverage }, only) => {
    const report = join(out, "junit.xml");
    const measured = [
      "--coverage.enabled",
      "--coverage.reporter=lcovonly",
      "--coverage.reporter=text-summary",
      "--coverage.reportOnFailure",
      `--coverage.reportsDirectory=${join(out, "coverage")}`,
    ];
    const files = new Set(only.map(({ suite }) => suite).filter((suite) => suite !== outside));
    return {
      command: "node",
      args: [
        bin,
        "run",
        "--reporter=default",
        "--reporter=junit",
        `--outputFile.junit=${report}`,
        ...(coverage ? measured : only.length > 0 ? ["--coverage.enabled=false"] : []),
        ...args,
        ...files,
      ],
      report,
      ...(coverage ? { coverage: join(out, "coverage/lcov.info") } : {}),
    };
  },
  read: (report) => sorted(casesFrom(readJunit(report))),
  missing: (output) => {
    const name = /Cannot find dependency '(@vitest\/coverage-\w+)'/.exec(output)?.[1];
    return name === undefined ? undefined : `${name}, which measures the coverage`;
  },
});
