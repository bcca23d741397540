import { describe, expect, test } from "vitest";
import { run, told } from "./world.ts";

const project = (files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) =>
  run({
    files: { "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }', ...files },
    inputs,
    real: ["node"],
  });

const using = 'import { test } from "node:test";\nimport assert from "node:assert/strict";\n';
const passing = `${using}test("adds", () => assert.equal(1 + 1, 2));\ntest("later", { skip: true }, () => {});\n`;

describe.concurrent("a project tested by Node's own runner", () => {
  test.each([
    ["pass", { "a.test.js": passing }, "exit 0: ok, none; 2 = 1 + 0 failed + 1 skipped"],
    [
      "fail, which a todo may",
      {
        "a.test.js": passing,
        "b.test.js": `${using}test("counts", () => assert.equal(2, 3));\ntest("some day", { todo: true }, () => { throw new Error(); });\n`,
      },
      "exit 1: findings, failures; 4 = 1 + 1 failed + 2 skipped",
    ],
    [
      "cannot load a file",
      { "a.test.js": passing, "b.test.js": 'import "./gone.js";\n' },
      "exit 2: tool-error, collection; 2 = 1 + 0 failed + 1 skipped",
    ],
    ["are none", { "a.js": "" }, "exit 2: tool-error, no-tests; 0 = 0 + 0 failed + 0 skipped"],
    [
      "end their process with success before they are done: the file counts as passed to the runner",
      { "a.test.js": `${using}test("x", () => process.exit(0));\ntest("y", () => {});\n` },
      "exit 2: tool-error, no-tests; 0 = 0 + 0 failed + 0 skipped",
    ],
    [
      "end their process with an error",
      { "a.test.js": passing, "b.test.js": `${using}test("x", () => process.exit(3));\n` },
      "exit 2: tool-error, crash; 2 = 1 + 0 failed + 1 skipped",
    ],
    [
      "crash",
      { "a.test.js": `${using}test("x", () => process.kill(process.pid, "SIGSEGV"));\n` },
      "exit 2: tool-error, crash; 0 = 0 + 0 failed + 0 skipped",
    ],
    [
      "are killed",
      { "a.test.js": `${using}test("x", () => process.kill(process.pid, "SIGKILL"));\n` },
      "exit 2: tool-error, out-of-memory; 0 = 0 + 0 failed + 0 skipped",
    ],
  ])("tests that %s", async (_, files, expected) => {
    expect(told(await project(files))).toBe(expected);
  });

  test("tests that hang", async () => {
    const { exit, outputs, orphans } = await project(
      { "a.test.js": `${using}test("x", () => { for (;;); });\n` },
      { timeout: "5s" },
    );
    expect([exit, outputs["verdict"], outputs["cause"], orphans]).toEqual([2, "tool-error", "timeout", []]);
  });

  test("tests that use up the heap", async () => {
    const { outputs, log } = await run({
      files: {
        "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }',
        "a.test.js": `${using}test("x", () => { const all = []; for (;;) all.push(new Array(100000).fill(all.length)); });\n`,
      },
      env: { NODE_OPTIONS: "--max-old-space-size=60" },
      real: ["node"],
    });
    expect(outputs["cause"]).toBe("out-of-memory");
    expect(log).toContain("JavaScript heap out of memory");
  });
});
