import { join } from "node:path";
import { readJunit } from "../junit/read.ts";
import type { JunitReport, JunitSuite } from "../junit/report.ts";
import { casesFrom } from "../results/from-junit.ts";
import type { Results, Trouble } from "../results/results.ts";
import type { Runner } from "./runner.ts";

/** Our own report says by the type of an error that a module could not be loaded. */
const isUnloaded = (one: JunitSuite["cases"][number]) => one.results.some(({ type }) => type === "collection");

function troublesIn({ suites }: JunitReport): readonly Trouble[] {
  return suites.flatMap(({ cases }) =>
    cases.filter(isUnloaded).map(({ name, results }) => {
      const detail = results.map(({ text }) => text.trim()).join("\n\n");
      return {
        kind: "collection" as const,
        message: `${name} could not be loaded: ${detail.split("\n").at(-1)}`,
        detail,
        file: undefined,
      };
    }),
  );
}

function resultsIn(text: string): Results {
  const report = readJunit(text);
  const loaded = report.suites.map((suite) => ({ ...suite, cases: suite.cases.filter((one) => !isUnloaded(one)) }));
  return { cases: casesFrom({ suites: loaded, cases: [] }), troubles: troublesIn(report) };
}

/** `script`: where our report of it lies (unittest-report.ts). */
export const unittest = (python: string, script: string): Runner => ({
  name: "unittest",
  plan: ({ out, args, coverage }, only) => {
    const report = join(out, "junit.xml");
    const [data, cobertura] = [join(out, "coverage.data"), join(out, "coverage.xml")];
    const ids = only.map(({ suite, name }) => (suite === "" ? name : `${suite}.${name}`));
    const env = { PYTHONUNBUFFERED: "1", TIDEGATE_REPORT: report, TIDEGATE_ONLY: JSON.stringify(ids) };
    if (!coverage) return { command: python, args: [script, ...args], env, report };
    return {
      command: python,
      args: ["-m", "coverage", "run", "--branch", `--data-file=${data}`, script, ...args],
      env,
      report,
      coverage: cobertura,
      after: { command: python, args: ["-m", "coverage", "xml", `--data-file=${data}`, "-o", cobertura] },
    };
  },
  read: resultsIn,
  missing: (output) => (/No module named '?coverage'?/.test(output) ? "coverage, which measures it" : undefined),
});
