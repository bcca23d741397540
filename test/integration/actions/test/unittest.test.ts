import { describe, expect, test } from "vitest";
import { python } from "../python/interpreter.ts";
import { run, told } from "./world.ts";

const project = (files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) =>
  run({ files, inputs: { python, ...inputs } });

const inClass = (body: string) => `import os, pathlib, signal, unittest\n\nclass Cart(unittest.TestCase):\n${body}`;
const passing = inClass(
  '    def test_adds(self):\n        self.assertEqual(1 + 1, 2)\n\n    @unittest.skip("later")\n    def test_later(self):\n        pass\n',
);

describe.concurrent("a project tested by unittest", () => {
  test.each([
    ["pass", { "test_a.py": passing }, "exit 0: ok, none; 2 = 1 + 0 failed + 1 skipped"],
    [
      "fail, break, and fail in a part",
      {
        "test_a.py": passing,
        "test_b.py": inClass(
          "    def test_counts(self):\n        self.assertEqual(2, 3)\n\n    def test_breaks(self):\n        raise RuntimeError()\n\n    def test_parts(self):\n        for n in (1, 2):\n            with self.subTest(n=n):\n                self.assertEqual(n, 1)\n",
        ),
      },
      "exit 1: findings, failures; 5 = 1 + 3 failed + 1 skipped",
    ],
    [
      "belong to a class that cannot be set up",
      {
        "test_a.py": inClass(
          "    @classmethod\n    def setUpClass(cls):\n        raise RuntimeError('no database')\n\n    def test_x(self):\n        pass\n",
        ),
      },
      "exit 1: findings, failures; 1 = 0 + 1 failed + 0 skipped",
    ],
    [
      "cannot load a file",
      { "test_a.py": passing, "test_b.py": "import gone\n" },
      "exit 2: tool-error, collection; 2 = 1 + 0 failed + 1 skipped",
    ],
    ["are none", { "test_a.py": "" }, "exit 2: tool-error, no-tests; 0 = 0 + 0 failed + 0 skipped"],
    [
      "crash",
      { "test_a.py": inClass("    def test_x(self):\n        os.kill(os.getpid(), signal.SIGSEGV)\n") },
      "exit 2: tool-error, crash; 0 = 0 + 0 failed + 0 skipped",
    ],
    [
      "are killed",
      { "test_a.py": inClass("    def test_x(self):\n        os.kill(os.getpid(), signal.SIGKILL)\n") },
      "exit 2: tool-error, out-of-memory; 0 = 0 + 0 failed + 0 skipped",
    ],
  ])("tests that %s", async (_, files, expected) => {
    expect(told(await project(files))).toBe(expected);
  });

  test("tests that hang", async () => {
    const { exit, outputs, orphans } = await project(
      { "test_a.py": inClass("    def test_x(self):\n        while True: pass\n") },
      { timeout: "5s" },
    );
    expect([exit, outputs["verdict"], outputs["cause"], orphans]).toEqual([2, "tool-error", "timeout", []]);
  });

  test("what passes when run again is flaky, and only that runs again", async () => {
    const { outputs, log } = await project(
      {
        "tests/__init__.py": "",
        "tests/test_a.py": inClass(
          '    def test_sure(self):\n        print("sure ran")\n\n    def test_shaky(self):\n        place = pathlib.Path("ran")\n        ran = place.exists()\n        place.touch()\n        self.assertTrue(ran)\n',
        ),
      },
      { runner: "unittest", reruns: "2" },
    );
    expect(outputs).toMatchObject({ verdict: "ok", total: "2", passed: "2", flaky: "1" });
    expect(log.split("sure ran")).toHaveLength(2);
  });
});
