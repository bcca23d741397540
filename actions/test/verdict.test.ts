import { expect, test } from "vitest";
import type { Ended } from "../../src/action/index.ts";
import type { Case } from "./results/case.ts";
import { countOf } from "./results/count.ts";
import type { Trouble, TroubleKind } from "./results/results.ts";
import { type Known, verdictOf } from "./verdict.ts";

const exit = (code: number): Ended => ({ how: "exit", code });
const killed: Ended = { how: "signal", signal: "SIGKILL" };
const late: Ended = { how: "timeout", after: 60_000 };
const trouble = (kind: TroubleKind): Trouble => ({ kind, message: "m", detail: "", file: "f" });

const cases = (...statuses: readonly Case["status"][]): readonly Case[] =>
  statuses.map((status, index) => ({
    suite: "",
    name: `t${index}`,
    status,
    took: 1,
    message: "",
    detail: "",
    file: undefined,
    line: undefined,
  }));

function judged(all: readonly Case[], known: Partial<Known>): string {
  const { kind, cause } = verdictOf({
    runner: "pytest",
    ended: exit(0),
    output: "",
    reported: true,
    cases: all,
    count: countOf(all),
    troubles: [],
    hadFailures: false,
    missedBars: [],
    failOnFlaky: false,
    ...known,
  });
  return `${kind}: ${cause}`;
}

const heap = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";

test.each<readonly [string, readonly Case[], Partial<Known>, string]>([
  ["all passed", cases("passed", "skipped"), {}, "ok: none"],
  ["one failed", cases("passed", "failed"), { ended: exit(1), hadFailures: true }, "findings: failures"],
  ["one failed, and the runner hides it", cases("failed"), { hadFailures: true }, "findings: failures"],
  [
    "one failed, and another file was not loaded",
    cases("failed"),
    { ended: exit(1), troubles: [trouble("collection")] },
    "findings: failures",
  ],
  ["one failed, and then time was up", cases("failed"), { ended: late }, "findings: failures"],
  ["a flaky one", cases("flaky"), { ended: exit(1), hadFailures: true }, "ok: none"],
  [
    "a flaky one, which is to fail",
    cases("flaky"),
    { ended: exit(1), hadFailures: true, failOnFlaky: true },
    "findings: flaky",
  ],
  ["none", [], {}, "broken: no-tests"],
  ["none, with pytest's exit code for it", [], { ended: exit(5) }, "broken: no-tests"],
  ["all skipped", cases("skipped"), {}, "broken: no-tests"],
  ["a file not loaded", cases("passed"), { ended: exit(1), troubles: [trouble("collection")] }, "broken: collection"],
  [
    "a file not loaded, and the runner hides it",
    cases("passed"),
    { troubles: [trouble("collection")] },
    "broken: collection",
  ],
  ["a file without tests, which the runner allows", cases("passed"), { troubles: [trouble("empty")] }, "ok: none"],
  [
    "a file without tests, which it does not allow",
    cases("passed"),
    { ended: exit(1), troubles: [trouble("empty")] },
    "broken: collection",
  ],
  ["a worker that crashed", cases("passed"), { ended: exit(1), troubles: [trouble("crash")] }, "broken: crash"],
  [
    "a worker that V8 ended",
    cases("passed"),
    { ended: exit(1), troubles: [trouble("crash")], output: heap },
    "broken: out-of-memory",
  ],
  [
    "a worker that was killed",
    cases("passed"),
    { ended: exit(1), troubles: [trouble("out-of-memory")] },
    "broken: out-of-memory",
  ],
  ["killed", [], { ended: killed, reported: false }, "broken: out-of-memory"],
  ["killed inside of a shell", [], { ended: exit(137), reported: false }, "broken: out-of-memory"],
  [
    "V8's end",
    [],
    { ended: { how: "signal", signal: "SIGABRT" }, reported: false, output: heap },
    "broken: out-of-memory",
  ],
  ["a crash", [], { ended: { how: "signal", signal: "SIGSEGV" }, reported: false }, "broken: crash"],
  ["a crash after the report", cases("passed"), { ended: { how: "signal", signal: "SIGSEGV" } }, "broken: crash"],
  ["an end without a report, as if all were well", [], { reported: false }, "broken: crash"],
  ["time was up", [], { ended: late, reported: false }, "broken: timeout"],
  ["an exit code that no test explains", cases("passed"), { ended: exit(1) }, "findings: other"],
  [
    "a bar of the runner's own",
    cases("passed"),
    { ended: exit(1), output: "FAIL Required test coverage of 90% not reached." },
    "findings: coverage",
  ],
  ["a bar of ours", cases("passed"), { missedBars: ["50 % of lines covered"] }, "findings: coverage"],
  ["words about memory in a test that passed", cases("passed"), { output: heap }, "ok: none"],
])("%s", (_, all, known, expected) => expect(judged(all, known)).toBe(expected));
