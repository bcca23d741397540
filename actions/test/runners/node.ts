import { basename, isAbsolute, join } from "node:path";
import { readJunit } from "../junit/read.ts";
import { type Case, isFailure } from "../results/case.ts";
import { casesFrom } from "../results/from-junit.ts";
import type { Results, Trouble, TroubleKind } from "../results/results.ts";
import { deathBy } from "./death.ts";
import type { Runner } from "./runner.ts";

/** A file whose process failed, or told of no test, is reported as a test by the name of the file. */
const isFile = ({ name, file }: Case): boolean =>
  file === undefined ? isAbsolute(name) && /\.[cm]?[jt]sx?$/.test(name) : file === name || file.endsWith(`/${name}`);

/** It says how the file's process ended: `exitCode: 1, signal: null`. */
function deathOf(detail: string): TroubleKind {
  const signal = /signal: '(SIG\w+)'/.exec(detail)?.[1];
  const code = /exitCode: (\d+)/.exec(detail)?.[1];
  // 1: an error at the top level that nobody caught; 13: it waits for something that never comes
  if (signal === undefined && (code === "1" || code === "13")) return "collection";
  return deathBy(detail);
}

const said: Readonly<Record<TroubleKind, string>> = {
  collection: "could not be loaded",
  empty: "told of no test",
  crash: "ended before all its tests had",
  "out-of-memory": "was killed for want of memory",
};

function troubleOf(one: Case): Trouble {
  const kind = isFailure(one) ? deathOf(one.detail) : "empty";
  const file = one.file ?? one.name;
  return { kind, message: `${basename(file)} ${said[kind]}`, detail: one.detail, file };
}

function sorted(cases: readonly Case[]): Results {
  return {
    // it calls every test's class `test` that stands in no suite
    cases: cases.filter((one) => !isFile(one)).map((one) => (one.suite === "test" ? { ...one, suite: "" } : one)),
    troubles: cases.filter(isFile).map(troubleOf),
  };
}

/** Its patterns are regular expressions. */
const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Node's own runner. */
export const node: Runner = {
  name: "node",
  plan: ({ out, args, coverage }, only) => {
    const [report, lcov] = [join(out, "junit.xml"), join(out, "lcov.info")];
    const to = (reporter: string, place: string) => [
      `--test-reporter=${reporter}`,
      `--test-reporter-destination=${place}`,
    ];
    return {
      command: "node",
      args: [
        "--test",
        ...to("spec", "stdout"),
        ...to("junit", report),
        ...(coverage ? ["--experimental-test-coverage", ...to("lcov", lcov)] : []),
        ...only.map(({ name }) => `--test-name-pattern=${literally(name)}$`),
        ...args,
      ],
      report,
      ...(coverage ? { coverage: lcov } : {}),
    };
  },
  read: (report) => sorted(casesFrom(readJunit(report))),
  missing: () => undefined,
};
