import { describe, expect, test } from "vitest";
import type { PassedAgain } from "../../../tools/again/reporter.ts";
import { page } from "./page.ts";
import { readRound } from "./results.ts";

/** As vitest writes it, of two suites in a repository at /repo. */
const written = (how: "green" | "red" | "not loaded") =>
  JSON.stringify({
    numTotalTests: 3,
    startTime: 1_000_000,
    testResults: [
      {
        name: "/repo/test/engine/quick.test.ts",
        status: how === "not loaded" ? "failed" : "passed",
        message: how === "not loaded" ? "there is no engine" : "",
        startTime: 1_000_000,
        endTime: 1_002_000,
        assertionResults: [
          { fullName: "it is quick", title: "it is quick", status: "passed", duration: 1500, failureMessages: [] },
          { fullName: "it is left out", title: "it is left out", status: "pending" },
        ],
      },
      {
        name: "/repo/test/engine/slow.test.ts",
        status: how === "red" ? "failed" : "passed",
        message: "",
        startTime: 1_002_000,
        endTime: 1_092_000,
        assertionResults: [
          {
            fullName: "a pod <b>comes</b>",
            title: "a pod <b>comes</b>",
            status: how === "red" ? "failed" : "passed",
            duration: 90_000,
            failureMessages: how === "red" ? ["\u001b[31mexpected\u001b[39m </pre><script>alert(1)</script>"] : [],
          },
        ],
      },
    ],
  });

const shown = (...rounds: readonly string[]) => shownAgain([], ...rounds);
const shownAgain = (again: readonly PassedAgain[], ...rounds: readonly string[]) =>
  page({
    rounds: rounds.map((json) => readRound(json, "/repo")),
    again,
    engine: { Kubernetes: "v1.34.4" },
    rehearsals: { deploy: "rehearsals/deploy/report.html" },
  });

test("a round is read with its suites, how long each took, and what was said of a failure", () => {
  const round = readRound(written("red"), "/repo");
  expect(round).toMatchObject({ startedAt: new Date(1_000_000), ms: 92_000 });
  expect(round.suites).toMatchObject([
    { file: "test/engine/quick.test.ts", ms: 2000, failed: false, tests: [{ how: "passed" }, { how: "skipped" }] },
    {
      file: "test/engine/slow.test.ts",
      ms: 90_000,
      failed: true,
      tests: [{ how: "failed", said: "expected </pre><script>alert(1)</script>" }],
    },
  ]);
});

describe("the page", () => {
  test("counts what ran and says on what; the slowest suite comes first", () => {
    const text = shown(written("green"));
    expect(text).toContain("All passed");
    expect(text).toContain("3 tests, 2 suites, 1 skipped, 1 min 32 s");
    expect(text).toContain("<dt>Kubernetes</dt><dd>v1.34.4</dd>");
    expect(text.indexOf("slow.test.ts")).toBeLessThan(text.indexOf("quick.test.ts"));
    expect(text).toContain('<a href="rehearsals/deploy/report.html">deploy</a>');
  });

  test("opens what failed, with its text and nothing of it as markup", () => {
    const text = shown(written("red"));
    expect(text).toContain('<span class="badge is-failure">Failed</span>');
    expect(text).toMatch(/<details class="job" open><summary>.*slow\.test\.ts/);
    expect(text).toContain("expected &lt;/pre&gt;&lt;script&gt;");
    expect(text).not.toContain("<script");
  });

  test("says failed where a suite could not be loaded, and where no test ran", () => {
    expect(shown(written("not loaded"))).toMatch(/is-failure">Failed<[\s\S]*there is no engine/);
    expect(shown()).toContain('is-failure">Failed<');
  });

  test("names what passed only when it was run again, with what failed first", () => {
    const late = { test: "slow.test.ts > a pod comes", tries: 2, firstFailure: "expected <1>" };
    const text = shownAgain([late], written("green"));
    expect(text).toContain("All passed");
    expect(text).toContain("1 passed when run again");
    expect(text).toMatch(/slow\.test\.ts &gt; a pod comes<\/h3>.*expected &lt;1&gt;/);
  });

  test("adds up rounds, and one red one is enough to be red", () => {
    const text = shown(written("green"), written("red"));
    expect(text).toContain("6 tests, 4 suites, 2 rounds, 2 skipped, 3 min 4 s");
    expect(text).toMatch(/Round 1[\s\S]*Round 2/);
    expect(text).toContain('<span class="badge is-failure">Failed</span>');
  });
});
