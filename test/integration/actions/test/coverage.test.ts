import { execFileSync } from "node:child_process";
import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { python } from "../python/interpreter.ts";
import { asShown } from "../readme.ts";
import { npmPackages, pythonWith } from "./installed.ts";
import { root, run, withPackages } from "./world.ts";

/**
 * The same code everywhere: five lines that run, of which the tests reach four, and one condition of which they take one way.
 * Each plugin counts them as its kind does; what counts here is that its own file is read for what it says.
 */
const javascript = {
  "cart.js":
    "export function add(a, b) {\n  if (a > 9) {\n    return 0;\n  }\n  const sum = a + b;\n  return sum;\n}\n",
};
const pythonCode = {
  "cart.py": "def add(a, b):\n    if a > 9:\n        return 0\n    total = a + b\n    return total\n",
};

// a service of the shop locks vitest with its plugin
const packages = npmPackages(join(root, "services/frontend"));

describe.skipIf(packages === undefined)("coverage by vitest's own plugin (skipped where npm cannot fetch it)", () => {
  const measured = (inputs: Readonly<Record<string, string>> = {}, before = "") => {
    const folder = mkdtempSync(join(tmpdir(), "tidegate-project-"));
    symlinkSync(packages ?? "", join(folder, "node_modules"));
    return run({
      folder,
      files: {
        "package.json": '{ "type": "module", "devDependencies": { "vitest": "*" } }',
        ...javascript,
        "cart.test.js": `${before}import { expect, test } from "vitest";\nimport { add } from "./cart.js";\ntest("adds", () => expect(add(1, 1)).toBe(2));\n`,
      },
      inputs: { coverage: "true", ...inputs },
      real: ["node"],
    });
  };

  test("is read for what it says", async () => {
    const { exit, outputs } = await measured();
    expect([exit, outputs]).toMatchObject([0, { verdict: "ok", coverage: "75", "branch-coverage": "50" }]);
  });

  test("a bar that is missed fails, and says by how much", async () => {
    const { exit, outputs, log } = await measured({ "min-coverage": "90", "min-branch-coverage": "50" });
    expect([exit, outputs["verdict"], outputs["cause"]]).toEqual([1, "findings", "coverage"]);
    expect(asShown(log)).toContain("75 % of lines covered; 90 % is asked");
  });

  test("tests that could not be loaded are told, not that nothing was measured", async () => {
    const { exit, outputs } = await measured({}, 'import "./gone.js";\n');
    expect([exit, outputs["cause"], outputs["coverage"]]).toEqual([2, "collection", undefined]);
  });
});

test("a plugin that is not installed is named", async () => {
  const { exit, log } = await run({
    folder: withPackages(),
    files: {
      "package.json": '{ "type": "module", "devDependencies": { "vitest": "*" } }',
      "cart.test.js": 'import { test } from "vitest";\ntest("adds", () => {});\n',
    },
    inputs: { coverage: "true" },
    real: ["node"],
  });
  expect(exit).toBe(2);
  expect(log).toContain("no-runner::@vitest/coverage-v8, which measures the coverage: it is not installed");
});

test("by Node's own runner", async () => {
  const { outputs } = await run({
    files: {
      "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }',
      ...javascript,
      "cart.test.js":
        'import { test } from "node:test";\nimport assert from "node:assert/strict";\nimport { add } from "./cart.js";\ntest("adds", () => assert.equal(add(1, 1), 2));\n',
    },
    inputs: { coverage: "true" },
    real: ["node"],
  });
  // it counts every line of the file, and a function as a way of its own
  expect(outputs).toMatchObject({ verdict: "ok", coverage: "71.42", "branch-coverage": "66.66" });
});

const withPlugins = pythonWith(join(root, "services/product-api/requirements-dev.txt"));

describe.skipIf(withPlugins === undefined)(
  "coverage in Python (skipped where pip cannot fetch what measures it)",
  () => {
    const pytest = (files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) =>
      run({
        files: {
          ...pythonCode,
          "test_cart.py": "from cart import add\n\ndef test_adds():\n    assert add(1, 1) == 2\n",
          ...files,
        },
        inputs: { python: withPlugins ?? "", runner: "pytest", coverage: "true", ...inputs },
      });

    test("pytest-cov, where the project says nothing: the tests are part of what it measures", async () => {
      const { exit, outputs } = await pytest({});
      // 4 of 5 lines of the code, 3 of 3 of the tests
      expect([exit, outputs]).toMatchObject([0, { verdict: "ok", coverage: "87.5", "branch-coverage": "50" }]);
    });

    test("pytest-cov, as the project's own settings say", async () => {
      const { outputs } = await pytest({ "pytest.ini": "[pytest]\naddopts = --cov=cart --cov-branch\n" });
      expect(outputs).toMatchObject({ verdict: "ok", coverage: "80", "branch-coverage": "50" });
    });

    test("a bar of the project's own that is missed is told as one", async () => {
      const ini = "[pytest]\naddopts = --cov=cart --cov-fail-under=95\n";
      const { exit, outputs } = await pytest({ "pytest.ini": ini });
      expect([exit, outputs["verdict"], outputs["cause"]]).toEqual([1, "findings", "coverage"]);
    });

    test("failed tests run again without measuring: the first run's figures stay", async () => {
      const shaky =
        'import pathlib\nfrom cart import add\n\ndef test_adds():\n    assert add(1, 1) == 2\n\ndef test_shaky():\n    place = pathlib.Path("ran")\n    ran = place.exists()\n    place.touch()\n    assert ran\n';
      const files = { "test_cart.py": shaky, "pytest.ini": "[pytest]\naddopts = --cov=cart --cov-branch\n" };
      const { outputs } = await pytest(files, { reruns: "1", "min-coverage": "80" });
      expect(outputs).toMatchObject({ verdict: "ok", flaky: "1", coverage: "80" });
    });

    test("coverage.py around unittest", async () => {
      const { outputs } = await run({
        files: {
          ...pythonCode,
          "test_cart.py":
            "import unittest\nfrom cart import add\n\nclass Cart(unittest.TestCase):\n    def test_adds(self):\n        self.assertEqual(add(1, 1), 2)\n",
        },
        inputs: { python: withPlugins ?? "", runner: "unittest", coverage: "true" },
      });
      // 4 of 5 lines of the code, 5 of 5 of the tests
      expect(outputs).toMatchObject({ verdict: "ok", coverage: "90", "branch-coverage": "50" });
    });
  },
);

test("coverage.py that is not there is named", async () => {
  const place = mkdtempSync(join(tmpdir(), "tidegate-bare-"));
  execFileSync(python, ["-m", "venv", "--without-pip", place]);
  const { exit, log } = await run({
    files: { "test_a.py": "import unittest\n" },
    inputs: { python: join(place, "bin/python"), runner: "unittest", coverage: "true" },
  });
  expect(exit).toBe(2);
  expect(log).toContain("coverage, which measures it: it is not installed");
});
