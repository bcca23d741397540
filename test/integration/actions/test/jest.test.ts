import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { npmPackages } from "./installed.ts";
import { run, told } from "./world.ts";

const packages = npmPackages(join(import.meta.dirname, "jest-project"));

function played(files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-project-"));
  symlinkSync(packages ?? "", join(folder, "node_modules"));
  return run({
    folder,
    files: {
      "package.json": '{ "devDependencies": { "jest": "*" }, "jest": { "haste": { "enableSymlinks": false } } }',
      ...files,
    },
    inputs,
    real: ["node"],
  });
}

const passing = 'test("adds", () => expect(1 + 1).toBe(2));\ntest.skip("later", () => {});\n';

describe.skipIf(packages === undefined)("a project tested by jest (skipped where npm cannot fetch it)", () => {
  test.concurrent.each([
    ["pass", { "a.test.js": passing }, "exit 0: ok, none; 2 = 1 + 0 failed + 1 skipped"],
    [
      "fail",
      { "a.test.js": passing, "b.test.js": 'describe("cart", () => test("counts", () => expect(2).toBe(3)));\n' },
      "exit 1: findings, failures; 3 = 1 + 1 failed + 1 skipped",
    ],
    [
      "cannot load a file",
      { "a.test.js": passing, "b.test.js": 'require("./gone.js");\n' },
      "exit 2: tool-error, collection; 2 = 1 + 0 failed + 1 skipped",
    ],
    ["are none", { "a.js": "" }, "exit 2: tool-error, no-tests; 0 = 0 + 0 failed + 0 skipped"],
    [
      "crash",
      { "a.test.js": 'test("x", () => { process.kill(process.pid, "SIGSEGV"); });\n' },
      "exit 2: tool-error, crash; 0 = 0 + 0 failed + 0 skipped",
    ],
    [
      "end the process",
      { "a.test.js": 'test("x", () => { process.exit(0); });\n' },
      "exit 2: tool-error, crash; 0 = 0 + 0 failed + 0 skipped",
    ],
    [
      "are killed",
      { "a.test.js": 'test("x", () => { process.kill(process.pid, "SIGKILL"); });\n' },
      "exit 2: tool-error, out-of-memory; 0 = 0 + 0 failed + 0 skipped",
    ],
  ])("tests that %s", async (_, files, expected) => {
    expect(told(await played(files))).toBe(expected);
  });

  test("tests that hang", async () => {
    const { exit, outputs, orphans } = await played(
      { "a.test.js": 'test("x", () => { for (;;); });\n' },
      { timeout: "6s" },
    );
    expect([exit, outputs["verdict"], outputs["cause"], orphans]).toEqual([2, "tool-error", "timeout", []]);
  });

  test("what passes when run again is flaky, and coverage is measured", async () => {
    const { outputs } = await played(
      {
        "cart.js": "exports.add = (a, b) => {\n  if (a > 9) {\n    return 0;\n  }\n  return a + b;\n};\n",
        "a.test.js": `const fs = require("fs");
test("is shaky", () => {
  const ran = fs.existsSync("ran");
  fs.writeFileSync("ran", "");
  expect(require("./cart.js").add(1, 1)).toBe(2);
  expect(ran).toBe(true);
});
`,
      },
      { reruns: "1", coverage: "true" },
    );
    expect(outputs).toMatchObject({
      verdict: "ok",
      total: "1",
      passed: "1",
      flaky: "1",
      coverage: "75",
      "branch-coverage": "50",
    });
  });

  test("of several files only that with the failed test runs again", async () => {
    const { outputs, log } = await played(
      {
        "a.test.js": `const fs = require("fs");
test("is sure", () => console.log("a is sure"));
test("is shaky", () => {
  const ran = fs.existsSync("ran");
  fs.writeFileSync("ran", "");
  expect(ran).toBe(true);
});
`,
        "b.test.js": 'test("is elsewhere", () => console.log("b is elsewhere"));\n',
      },
      { reruns: "2" },
    );
    expect(outputs).toMatchObject({ verdict: "ok", total: "3", passed: "3", flaky: "1" });
    expect([log.split("a is sure").length - 1, log.split("b is elsewhere").length - 1]).toEqual([2, 1]);
  });
});
