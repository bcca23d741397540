import { type Ended, endedInWords, formatDuration } from "../../src/action/index.ts";
import { type Case, caseTitle, isFailure } from "./results/case.ts";
import type { Count } from "./results/count.ts";
import type { Trouble, TroubleKind } from "./results/results.ts";
import { spokeOfMemory } from "./runners/death.ts";

/** All that is known when the tests have run. */
export interface Known {
  /** `pytest`, for sentences */
  readonly runner: string;
  readonly ended: Ended;
  /** everything it said */
  readonly output: string;
  /** whether it left a report */
  readonly reported: boolean;
  readonly cases: readonly Case[];
  readonly count: Count;
  readonly troubles: readonly Trouble[];
  /** whether tests had failed before others made them flaky: the exit code is about them, then */
  readonly hadFailures: boolean;
  readonly missedBars: readonly string[];
  readonly failOnFlaky: boolean;
}

export type Cause =
  | "none"
  | "failures"
  | "flaky"
  | "coverage"
  | "no-tests"
  | "collection"
  | "crash"
  | "out-of-memory"
  | "timeout"
  | "other";

/** `findings`: something is wrong with the code; `broken`: the tests could not tell. */
export interface Verdict {
  readonly kind: "ok" | "findings" | "broken";
  readonly cause: Cause;
  readonly message: string;
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

const names = (files: readonly string[]) =>
  files.length > 3 ? `${files.slice(0, 3).join(", ")} and ${files.length - 3} more` : files.join(", ");

function inWords(kind: TroubleKind, troubles: readonly Trouble[]): string {
  const files = names(troubles.flatMap(({ file, message }) => file ?? message));
  const number = troubles.length;
  switch (kind) {
    case "collection":
      return `${plural(number, "test file")} could not be loaded: ${files}`;
    case "empty":
      return `${plural(number, "test file")} without a test: ${files}`;
    case "crash":
      return `the tests crashed (${files})`;
    case "out-of-memory":
      return `the tests ran out of memory (${files})`;
  }
}

/** Why the run itself broke, whatever its tests said; undefined when it came to its end. */
function breakage(known: Known): Verdict | undefined {
  const { runner, ended, output, reported, troubles } = known;
  const broken = (cause: Cause, message: string): Verdict => ({ kind: "broken", cause, message });
  if (ended.how === "timeout") return broken("timeout", `the tests did not end within ${formatDuration(ended.after)}`);
  const memory = spokeOfMemory(output);
  for (const kind of ["out-of-memory", "crash", "collection"] as const) {
    const these = troubles.filter((trouble) => trouble.kind === kind);
    // a process that V8 ends for want of memory only shows as one that aborted
    const cause = kind === "crash" && memory ? "out-of-memory" : kind;
    if (these.length > 0) return broken(cause, inWords(cause, these));
  }
  if (isKilled(ended))
    return broken("out-of-memory", `${runner} was killed with SIGKILL, as the kernel does when memory runs out`);
  if (reported && ended.how === "exit") return undefined;
  if (memory) return broken("out-of-memory", `${runner} ran out of memory`);
  return broken(
    "crash",
    `${endedInWords({ command: runner, ended })}${reported ? "" : " before it had reported its tests"}`,
  );
}

const isKilled = (ended: Ended) =>
  (ended.how === "signal" && ended.signal === "SIGKILL") || (ended.how === "exit" && ended.code === 137);

/** Runners with bars of their own say so in these words. */
const barOfItsOwn =
  /does not meet (?:global )?threshold|coverage threshold for|Required test coverage of|Coverage failure/;

/** It ended with an error that no test explains. */
function unexplained({ runner, ended, output, hadFailures, troubles }: Known): Verdict | undefined {
  if (ended.how !== "exit" || ended.code === 0 || hadFailures) return undefined;
  const empty = troubles.filter(({ kind }) => kind === "empty");
  if (empty.length > 0) return { kind: "broken", cause: "collection", message: inWords("empty", empty) };
  const bar = barOfItsOwn.test(output);
  return {
    kind: "findings",
    cause: bar ? "coverage" : "other",
    message: `${runner} ended with exit code ${ended.code} although no test failed${bar ? ": a bar of its own for coverage was missed" : "; its last lines say why"}`,
  };
}

function failures({ cases, count }: Known): string {
  const failed = cases.filter(isFailure).map(caseTitle);
  const unnamed = count.failed - failed.length;
  const which = [
    ...(failed.length > 0 ? [names(failed)] : []),
    ...(unnamed > 0 ? [`${unnamed} that the report counts and does not name`] : []),
  ];
  return `${count.failed} of ${plural(count.total, "test")} failed: ${which.join("; ")}`;
}

/** How it ended. A failed test stays one also when something else broke, and is then told together with it. */
export function verdictOf(known: Known): Verdict {
  const { count, missedBars, failOnFlaky } = known;
  const broken = breakage(known);
  if (count.failed > 0) {
    const also = broken === undefined ? "" : `; and ${broken.message}`;
    return { kind: "findings", cause: "failures", message: `${failures(known)}${also}` };
  }
  if (broken) return broken;
  if (count.total - count.skipped === 0) {
    const skipped = count.skipped > 0 ? `all ${count.skipped} were skipped` : "none was found";
    return { kind: "broken", cause: "no-tests", message: `no test ran: ${skipped}` };
  }
  const strange = unexplained(known);
  if (strange) return strange;
  const [missed] = missedBars;
  if (missed !== undefined) return { kind: "findings", cause: "coverage", message: missedBars.join("; ") };
  const flaky = count.flaky > 0 ? `, ${count.flaky} of them only when run again` : "";
  const passed = `${plural(count.passed, "test")} passed${flaky}`;
  if (failOnFlaky && count.flaky > 0) return { kind: "findings", cause: "flaky", message: passed };
  return { kind: "ok", cause: "none", message: `${passed}${count.skipped > 0 ? `, ${count.skipped} skipped` : ""}` };
}
