import { type JunitCase, type JunitReport, type JunitSuite, outcomeOf } from "../junit/report.ts";
import type { Case, Status } from "./case.ts";

const firstLine = (text: string) => text.trim().split("\n", 1)[0]?.trim() ?? "";

function statusOf(one: JunitCase): Status {
  // a test that is yet to be written may fail (Node's own runner)
  if (one.results.some(({ kind, type }) => kind === "skipped" && type === "todo")) return "skipped";
  const outcome = outcomeOf(one);
  if (outcome === "passed") return one.results.some(({ kind }) => kind === "flaky") ? "flaky" : "passed";
  return outcome === "failure" ? "failed" : outcome;
}

function caseOf(one: JunitCase, suite: JunitSuite | undefined): Case {
  const status = statusOf(one);
  const kind = status === "failed" ? "failure" : status;
  const results = one.results.filter((result) => result.kind === kind);
  const detail = results.map(({ text }) => text.trim()).filter((text) => text !== "");
  const message = results.map((result) => firstLine(result.message)).find((text) => text !== "");
  return {
    suite: one.className || suite?.name || "",
    // what a class could not set up has no name (Surefire)
    name: one.name || one.className || "",
    status,
    took: one.time === undefined ? undefined : Math.max(0, Math.round(one.time * 1000)),
    message: message ?? firstLine(detail[0] ?? ""),
    detail: detail.join("\n\n"),
    file: one.file,
    line: one.line,
  };
}

const ofSuite = (suite: JunitSuite): readonly Case[] => [
  ...suite.suites.flatMap(ofSuite),
  ...suite.cases.map((one) => caseOf(one, suite)),
];

/** Every test of a report, in its order. */
export const casesFrom = ({ suites, cases }: JunitReport): readonly Case[] => [
  ...suites.flatMap(ofSuite),
  ...cases.map((one) => caseOf(one, undefined)),
];
