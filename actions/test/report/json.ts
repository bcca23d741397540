import type { Result } from "../result.ts";
import { head } from "../results/excerpt.ts";

/** What later steps and other tools may read; a version, so that it can change. */
export function jsonReport({ runner, verdict, count, took, reruns, coverage, troubles, cases }: Result): string {
  const report = {
    version: 1,
    runner,
    verdict: verdict.kind === "broken" ? "tool-error" : verdict.kind,
    cause: verdict.cause,
    message: verdict.message,
    ...count,
    duration: took,
    reruns,
    coverage,
    troubles,
    tests: cases.map(({ suite, name, status, took: time, message, detail, at }) => ({
      suite,
      name,
      status,
      duration: time,
      ...(message === "" ? {} : { message }),
      ...(detail === "" ? {} : { detail: head(detail, 60) }),
      ...at,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
