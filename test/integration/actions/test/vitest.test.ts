import { describe, expect, test } from "vitest";
import { run, told, withPackages } from "./world.ts";

const project = (files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) =>
  run({
    folder: withPackages(),
    files: { "package.json": '{ "type": "module", "devDependencies": { "vitest": "*" } }', ...files },
    inputs,
    real: ["node"],
  });

const using = 'import { expect, test } from "vitest";\n';
const passing = `${using}test("adds", () => expect(1 + 1).toBe(2));\ntest.skip("later", () => {});\n`;

describe.concurrent("a project tested by vitest", () => {
  test.each([
    ["pass", { "a.test.js": passing }, "exit 0: ok, none; 2 = 1 + 0 failed + 1 skipped"],
    [
      "fail",
      { "a.test.js": passing, "b.test.js": `${using}test("counts", () => expect(2).toBe(3));\n` },
      "exit 1: findings, failures; 3 = 1 + 1 failed + 1 skipped",
    ],
    [
      "cannot load a file",
      { "a.test.js": passing, "b.test.js": `import "./gone.js";\n${using}test("x", () => {});\n` },
      "exit 2: tool-error, collection; 2 = 1 + 0 failed + 1 skipped",
    ],
    [
      "fail and cannot load a file",
      { "a.test.js": `${using}test("x", () => expect(1).toBe(2));\n`, "b.test.js": 'import "./gone.js";' },
      "exit 1: findings, failures; 1 = 0 + 1 failed + 0 skipped",
    ],
    ["are none", { "a.js": "" }, "exit 2: tool-error, no-tests; 0 = 0 + 0 failed + 0 skipped"],
    [
      "are all skipped",
      { "a.test.js": `${using}test.skip("later", () => {});\n` },
      "exit 2: tool-error, no-tests; 1 = 0 + 0 failed + 1 skipped",
    ],
    [
      "stand in one file and not in the other",
      { "a.test.js": passing, "b.test.js": "" },
      "exit 2: tool-error, collection; 2 = 1 + 0 failed + 1 skipped",
    ],
    [
      "crash",
      { "a.test.js": passing, "b.test.js": `${using}test("x", () => { process.kill(process.pid, "SIGSEGV"); });\n` },
      "exit 2: tool-error, crash; 3 = 1 + 0 failed + 2 skipped",
    ],
    [
      "are killed",
      { "b.test.js": `${using}test("x", () => { process.kill(process.pid, "SIGKILL"); });\n` },
      "exit 2: tool-error, out-of-memory; 1 = 0 + 0 failed + 1 skipped",
    ],
    [
      "throw outside of any test",
      {
        "a.test.js": `${using}test("x", async () => { setTimeout(() => { throw new Error("late"); }, 1); await new Promise((done) => setTimeout(done, 50)); });\n`,
      },
      "exit 1: findings, failures; 2 = 1 + 1 failed + 0 skipped",
    ],
  ])("tests that %s", async (_, files, expected) => {
    expect(told(await project(files))).toBe(expected);
  });

  test("tests that hang", async () => {
    const { exit, outputs, log, orphans } = await project(
      { "a.test.js": `${using}test("x", () => { for (;;); });\n` },
      { timeout: "6s" },
    );
    expect([exit, outputs["verdict"], outputs["cause"], orphans]).toEqual([2, "tool-error", "timeout", []]);
    expect(log).toContain("the tests did not end within");
  });
});
