import { amount } from "../amount.ts";
import type { Clock } from "../clock.ts";
import { textOf } from "../error.ts";
import type { Check, SmokeFile } from "./check.ts";
import { captured, judgeAnswer, type Observed } from "./judge.ts";

/** One check's last attempt, as the report tells it. */
export interface CheckReport {
  readonly name: string;
  readonly passed: boolean;
  readonly attempts: number;
  readonly ms: number;
  /** "expected …, came …" */
  readonly problems: readonly string[];
  /** The beginning of the answer: foreign text. */
  readonly excerpt: string;
}

export interface SmokeReport {
  /** `tool-error`: not one answer came from anywhere, so nothing can be said about the release. */
  readonly verdict: "ok" | "findings" | "tool-error";
  readonly message: string;
  readonly checks: readonly CheckReport[];
  readonly ms: number;
}

/** Sends one check and gives what came back; rejects when nothing did. */
export type Reach = (check: Check, values: Readonly<Record<string, string>>) => Promise<Observed>;

export interface RunOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly reach: Reach;
  readonly say: (line: string) => void;
}

/** Repeats the whole round until it has passed often enough in a row, or time is up. What counts is the last round. */
export async function runSmoke(file: SmokeFile, options: RunOptions): Promise<SmokeReport> {
  const { clock, signal } = options;
  const start = clock.elapsed();
  let row = 0;
  let attempts = 0;
  let answered = false;
  // the same again, round after round, is no news
  const told = new Set<string>();
  for (;;) {
    attempts += 1;
    const round = await oneRound(file.checks, attempts, options);
    answered ||= round.some(({ reached }) => reached);
    const checks = round.map(({ report }) => report);
    row = checks.every(({ passed }) => passed) ? row + 1 : 0;
    const ms = clock.elapsed() - start;
    if (row >= file.successes)
      return {
        verdict: "ok",
        message: `${amount(checks.length, "check")} passed${row > 1 ? ` ${row} times in a row` : ""}`,
        checks,
        ms,
      };
    const failing = checks.filter(({ passed }) => !passed);
    if (ms + file.every > file.within) {
      const message =
        failing.length === 0
          ? `passed only ${amount(row, "time")} in a row, not ${file.successes}`
          : failing.map(({ name, problems }) => `${name}: ${problems[0] ?? "failed"}`).join("; ");
      return { verdict: answered ? "findings" : "tool-error", message, checks, ms };
    }
    for (const line of failing.map(({ name, problems }) => `${name}: ${problems[0] ?? "failed"}; trying again`)) {
      if (!told.has(line)) options.say(line);
      told.add(line);
    }
    await clock.sleep(file.every, signal);
  }
}

async function oneRound(checks: readonly Check[], attempts: number, { clock, reach, signal }: RunOptions) {
  let values: Readonly<Record<string, string>> = {};
  const reports: { readonly report: CheckReport; readonly reached: boolean }[] = [];
  for (const check of checks) {
    signal.throwIfAborted();
    const start = clock.elapsed();
    try {
      const seen = await reach(check, values);
      const problems = judgeAnswer(check, seen);
      values = { ...values, ...captured(check, seen) };
      reports.push({
        reached: true,
        report: {
          name: check.name,
          passed: problems.length === 0,
          attempts,
          ms: seen.ms,
          problems,
          excerpt: `${seen.status} ${seen.body.slice(0, 400)}`,
        },
      });
    } catch (error) {
      signal.throwIfAborted();
      reports.push({
        reached: false,
        report: {
          name: check.name,
          passed: false,
          attempts,
          ms: clock.elapsed() - start,
          problems: [`no answer: ${textOf(error)}`],
          excerpt: "",
        },
      });
    }
  }
  return reports;
}
