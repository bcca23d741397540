import { expect, test } from "vitest";
import { canaryProblems } from "../../../../src/action/testing/index.ts";
import { action, run, withPackages } from "./world.ts";

const using = 'import { expect, test } from "vitest";\n';

/** A project in which everything happens at once: the log, the summary, the report and the outputs are its specification. */
test("a failed test, a file that was not loaded, and coverage below the bar", async () => {
  const xml = `<testsuites><testsuite name="cart">
    <testcase classname="cart" name="adds" file="src/cart.js" time="0.3"/>
    <testcase classname="cart" name="counts" file="src/cart.js" line="3" time="1.25"><failure message="expected 2 to be 3">Error: expected 2 to be 3
    at count (src/cart.js:2:9)</failure></testcase>
    <testcase classname="cart" name="waits" time="0.01"><skipped message="later"/></testcase>
  </testsuite></testsuites>`;
  const transcript = await run({
    inputs: {
      runner: "command",
      command: "echo '1 of 3 failed'; cp r.xml out.xml; cp l.info lcov.info; exit 1",
      reports: "out.xml",
      "coverage-files": "lcov.info",
      "min-coverage": "80",
      "coverage-baseline": "before.info",
      "report-folder": "report",
    },
    files: {
      "src/cart.js": "export const count = () => {\n  throw new Error();\n};\n",
      "r.xml": xml,
      "l.info": "SF:src/cart.js\nDA:1,1\nDA:2,0\nDA:3,1\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nend_of_record\n",
      "before.info": "SF:src/cart.js\nDA:1,1\nDA:2,1\nDA:3,1\nend_of_record\n",
    },
    real: ["cp"],
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/failures.txt");
});

test("a flaky test and coverage, by Node's own runner", async () => {
  const transcript = await run({
    files: {
      "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }',
      "cart.js": "export const add = (a, b) => {\n  if (a > 9) return 0;\n  return a + b;\n};\n",
      "cart.test.js": `import { existsSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { add } from "./cart.js";
test("adds", () => assert.equal(add(1, 1), 2));
test("is shaky", () => {
  const ran = existsSync("ran");
  writeFileSync("ran", "");
  assert.ok(ran, "the first time it fails");
});
`,
    },
    inputs: { reruns: "2", coverage: "true", "min-coverage": "50" },
    real: ["node"],
  });
  const { outputs, summary } = transcript;
  expect(outputs).toMatchObject({ verdict: "ok", cause: "none", total: "2", passed: "2", flaky: "1", failed: "0" });
  expect(Number(outputs["coverage"])).toBeGreaterThan(50);
  expect(summary).toContain("- is shaky <code>cart.test.js:9</code>: the first time it fails");
  expect(summary).toContain("#### Coverage");
});

test("hostile test names, messages and files achieve nothing", async () => {
  const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
  expect(
    await canaryProblems((text) => ({
      bundle: action,
      inputs: {
        runner: "command",
        command: "cat said; cp r.xml out.xml; cp l.info lcov.info",
        reports: "out.xml",
        "coverage-files": "lcov.info",
        "coverage-baseline": "b.info",
      },
      files: {
        said: text,
        "r.xml": `<testsuites><testsuite name="${escaped(text)}">
          <testcase classname="${escaped(text)}" name="${escaped(text)}" file="${escaped(text)}" time="2"><failure message="${escaped(text)}">${escaped(text)}</failure></testcase>
          <testcase classname="${escaped(text)}" name="b" time="2"/></testsuite></testsuites>`,
        "l.info": `SF:${text.split("\n").join(" ")}\nDA:1,0\n`,
        "b.info": `SF:${text.split("\n").join(" ")}\nDA:1,1\n`,
      },
      real: ["cat", "cp"],
    })),
  ).toEqual([]);
});

test("a hostile runner achieves nothing", async () => {
  expect(
    await canaryProblems((text) => ({
      bundle: action,
      folder: withPackages(),
      inputs: { runner: "vitest", reruns: "1" },
      files: {
        "package.json": '{ "type": "module" }',
        "a.test.js": `${using}const text = ${JSON.stringify(text)};\nconsole.log(text);\ntest(text, () => { expect(text).toBe("x"); });\n`,
        "b.test.js": `throw new Error(${JSON.stringify(text)});\n`,
      },
      real: ["node"],
      patience: 110_000,
    })),
  ).toEqual([]);
});

test("a runner that is not there is named, with what to do", async () => {
  const { exit, log } = await run({ files: { "package.json": '{ "devDependencies": { "vitest": "*" } }' } });
  expect(exit).toBe(2);
  expect(log).toContain("no-runner::vitest is not installed in <workspace>");
  expect(log).toContain("what to do: Set `install: npm`, or install the dependencies in a step before.");
});

test("inputs that contradict each other are named, all at once", async () => {
  const { log } = await run({ inputs: { runner: "command", coverage: "true" } });
  expect(log).toContain("with `runner: command`, `command` is needed");
  expect(log).toContain("with `runner: command`, `reports` is needed");
  expect(log).toContain("set `coverage-files` instead of `coverage`");
});

test("dependencies that nothing locks are not installed", async () => {
  const npm = await run({ inputs: { install: "npm" }, files: { "package.json": "{}", "yarn.lock": "" } });
  expect(npm.log).toContain("not-locked::the dependencies are not locked");
  const pip = await run({
    inputs: { install: "pip" },
    files: { "requirements.txt": "-r base.txt\n", "base.txt": "flask>=1\n" },
  });
  expect(pip.log).toContain("came: base.txt: flask>=1");
});
