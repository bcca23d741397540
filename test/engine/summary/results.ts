import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as v from "valibot";

/** What vitest's JSON reporter writes of a run, as far as it is told on. */
const Written = v.object({
  startTime: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      startTime: v.number(),
      endTime: v.number(),
      message: v.optional(v.string(), ""),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          duration: v.nullish(v.number(), 0),
          failureMessages: v.nullish(v.array(v.string()), []),
        }),
      ),
    }),
  ),
});

export interface Test {
  readonly name: string;
  readonly how: "passed" | "failed" | "skipped";
  readonly ms: number;
  /** why it failed */
  readonly said: string;
}

export interface Suite {
  readonly file: string;
  readonly ms: number;
  /** why none of its tests could be run, or its end failed: no failed test says so */
  readonly said: string;
  readonly failed: boolean;
  readonly tests: readonly Test[];
}

export interface Round {
  readonly startedAt: Date;
  readonly ms: number;
  readonly suites: readonly Suite[];
}

const howOf = (status: string): Test["how"] =>
  status === "passed" ? "passed" : status === "failed" ? "failed" : "skipped";

/** A round of suites, out of the text that vitest left. */
export function readRound(json: string, root: string): Round {
  const { startTime, testResults } = v.parse(Written, JSON.parse(json));
  const last = Math.max(startTime, ...testResults.map(({ endTime }) => endTime));
  return {
    startedAt: new Date(startTime),
    ms: last - startTime,
    suites: testResults.map(({ name, status, message, assertionResults, ...times }) => ({
      file: relative(root, name),
      ms: times.endTime - times.startTime,
      said: stripVTControlCharacters(message).trim(),
      failed: status !== "passed",
      tests: assertionResults.map(({ fullName, status: how, duration, failureMessages }) => ({
        name: fullName,
        how: howOf(how),
        ms: duration ?? 0,
        said: stripVTControlCharacters((failureMessages ?? []).join("\n")).trim(),
      })),
    })),
  };
}
