import { describe, expect, test } from "vitest";
import { run, told } from "./world.ts";

const report = (...cases: readonly string[]) =>
  `<testsuites><testsuite name="cart">${cases.join("")}</testsuite></testsuites>`;
const adds = '<testcase classname="cart" name="adds" time="0.2"/>';
const counts = '<testcase classname="cart" name="counts"><failure message="2 is not 3">cart.go:7</failure></testcase>';

/** The command puts the report where a tool would write it. */
const commanded = async (
  line: string,
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
) =>
  run({
    files: { Makefile: "test:\n", ...files },
    inputs: { runner: "command", command: line, reports: "out/**/*.xml", ...inputs },
    real: ["mkdir", "cp", "touch"],
  });

describe.concurrent("a command that writes JUnit", () => {
  test.each([
    ["that pass", "mkdir out; cp r.xml out/r.xml", report(adds), "exit 0: ok, none; 1 = 1 + 0 failed + 0 skipped"],
    [
      "that fail",
      "mkdir out; cp r.xml out/r.xml; exit 1",
      report(adds, counts),
      "exit 1: findings, failures; 2 = 1 + 1 failed + 0 skipped",
    ],
    [
      "that fail, which the command hides",
      "mkdir out; cp r.xml out/r.xml",
      report(adds, counts),
      "exit 1: findings, failures; 2 = 1 + 1 failed + 0 skipped",
    ],
    [
      "that are only counted",
      "mkdir out; cp r.xml out/r.xml",
      '<testsuite tests="5" failures="0" errors="0" skipped="1" time="1"/>',
      "exit 0: ok, none; 5 = 4 + 0 failed + 1 skipped",
    ],
    [
      "that are none",
      "mkdir out; cp r.xml out/r.xml",
      report(),
      "exit 2: tool-error, no-tests; 0 = 0 + 0 failed + 0 skipped",
    ],
    [
      "and ends with an error that no test explains",
      "mkdir out; cp r.xml out/r.xml; exit 9",
      report(adds),
      "exit 1: findings, other; 1 = 1 + 0 failed + 0 skipped",
    ],
    [
      "that pass, beside a failure that is only counted",
      "mkdir out; cp r.xml out/r.xml",
      `<testsuites>${'<testsuite tests="1" errors="1"/>'}<testsuite name="cart">${adds}</testsuite></testsuites>`,
      "exit 1: findings, failures; 2 = 1 + 1 failed + 0 skipped",
    ],
    ["and crashes first", "kill -SEGV $$", "", "exit 2: tool-error, crash; 0 = 0 + 0 failed + 0 skipped"],
    ["and is killed first", "kill -KILL $$", "", "exit 2: tool-error, out-of-memory; 0 = 0 + 0 failed + 0 skipped"],
    [
      "and is killed first, as a shell tells it",
      "exit 137",
      "",
      "exit 2: tool-error, out-of-memory; 0 = 0 + 0 failed + 0 skipped",
    ],
  ])("of tests %s", async (_, line, xml, expected) => {
    expect(told(await commanded(line, { "r.xml": xml }))).toBe(expected);
  });

  test("hangs", async () => {
    const { exit, outputs, orphans } = await run({
      inputs: { runner: "command", command: "sleep 600 & wait", reports: "*.xml", timeout: "2s" },
      real: ["sleep"],
    });
    expect([exit, outputs["cause"], orphans]).toEqual([2, "timeout", []]);
  });

  test("writes none, and a report of an earlier run is not taken for its own", async () => {
    const { exit, log } = await commanded("true", { "out/old.xml": report(adds) });
    expect(exit).toBe(2);
    expect(log).toContain("no-report::the run left no report: out/**/*.xml");
  });

  test("writes reports that together are too large: one error, before any of the second is read", async () => {
    const { exit, log } = await run({
      inputs: {
        runner: "command",
        command: "mkdir out; cp r.xml out/a.xml; truncate -s 100M out/b.xml",
        reports: "out/*.xml",
      },
      files: { "r.xml": report(adds) },
      real: ["mkdir", "cp", "truncate"],
    });
    expect(exit).toBe(2);
    expect(log).toMatch(
      /bad-file::<workspace>\/out\/b\.xml is too large\nexpected: a file of at most 100 MB\ncame: 105 MB/,
    );
    expect(log.match(/::error/g)).toHaveLength(1);
  });

  test("names no failed test: the report's own number is what one reads", async () => {
    const { log } = await commanded("mkdir out; cp r.xml out/r.xml", {
      "r.xml": `<testsuite name="cart" tests="1" failures="1">${adds}</testsuite>`,
    });
    expect(log).toContain("1 of 2 tests failed: 1 that the report counts and does not name");
  });

  test("writes something else", async () => {
    const { exit, log } = await commanded("mkdir out; cp r.xml out/r.xml", { "r.xml": "<html><body>" });
    expect(exit).toBe(2);
    expect(log).toContain("bad-report::out/r.xml cannot be read");
  });

  test("writes a report that would have entities read", async () => {
    const { exit, log } = await commanded("mkdir out; cp r.xml out/r.xml", {
      "r.xml":
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuites><testsuite><testcase name="&a;"/></testsuite></testsuites>',
    });
    expect(exit).toBe(2);
    expect(log).toContain("it declares entities");
  });

  test("gets neither the runner's files nor its tokens", async () => {
    const { log, outputs } = await run({
      inputs: {
        runner: "command",
        command:
          'echo "got: ${GITHUB_OUTPUT-no} ${GITHUB_ENV-no} ${ACTIONS_RUNTIME_TOKEN-no} $GITHUB_SHA"; mkdir out; cp r.xml out/r.xml',
        reports: "out/*.xml",
      },
      files: { "r.xml": report(adds) },
      env: { ACTIONS_RUNTIME_TOKEN: "a-token-of-the-runner" },
      real: ["mkdir", "cp"],
    });
    expect(outputs["verdict"]).toBe("ok");
    expect(log).toContain("got: no no no 0123456789abcdef");
  });
});
