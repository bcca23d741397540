import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { python } from "../python/interpreter.ts";
import { asShown, failuresShown } from "../readme.ts";
import { run, told } from "./world.ts";

const missing = (() => {
  try {
    execFileSync(python, ["-c", "import pytest"], { stdio: "ignore" });
    return false;
  } catch {
    return true;
  }
})();

const project = (files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) =>
  run({ files: { "pytest.ini": "[pytest]\n", ...files }, inputs: { python, ...inputs } });

const passing = `import pytest\n\ndef test_adds():\n    assert 1 + 1 == 2\n\n@pytest.mark.skip(reason="later")\ndef test_later():\n    pass\n`;

describe.skipIf(missing).concurrent("a project tested by pytest (skipped where this machine has no pytest)", () => {
  test.each([
    ["pass", { "test_a.py": passing }, "exit 0: ok, none; 2 = 1 + 0 failed + 1 skipped"],
    [
      "fail, and break while they are set up",
      {
        "test_a.py": passing,
        "test_b.py":
          'import pytest\n\n@pytest.fixture\ndef database():\n    raise RuntimeError("no database")\n\ndef test_counts():\n    assert 2 == 3\n\ndef test_reads(database):\n    pass\n',
      },
      "exit 1: findings, failures; 4 = 1 + 2 failed + 1 skipped",
    ],
    [
      "cannot load a file",
      { "test_a.py": passing, "test_b.py": "import gone\n" },
      "exit 2: tool-error, collection; 2 = 1 + 0 failed + 1 skipped",
    ],
    ["are none", { "test_a.py": "" }, "exit 2: tool-error, no-tests; 0 = 0 + 0 failed + 0 skipped"],
    [
      "crash",
      { "test_a.py": "import os, signal\n\ndef test_x():\n    os.kill(os.getpid(), signal.SIGSEGV)\n" },
      "exit 2: tool-error, crash; 0 = 0 + 0 failed + 0 skipped",
    ],
    [
      "end the process with success before they are done",
      { "test_a.py": "import os\n\ndef test_x():\n    os._exit(0)\n" },
      "exit 2: tool-error, crash; 0 = 0 + 0 failed + 0 skipped",
    ],
    [
      "are killed",
      { "test_a.py": "import os, signal\n\ndef test_x():\n    os.kill(os.getpid(), signal.SIGKILL)\n" },
      "exit 2: tool-error, out-of-memory; 0 = 0 + 0 failed + 0 skipped",
    ],
  ])("tests that %s", async (_, files, expected) => {
    expect(told(await project(files))).toBe(expected);
  });

  test("tests that hang", async () => {
    const { exit, outputs, orphans } = await project(
      { "test_a.py": "def test_x():\n    while True: pass\n" },
      { timeout: "5s" },
    );
    expect([exit, outputs["verdict"], outputs["cause"], orphans]).toEqual([2, "tool-error", "timeout", []]);
  });

  test("a crash shows where Python was", async () => {
    const { log } = await project({
      "test_a.py": "import os, signal\n\ndef test_x():\n    os.kill(os.getpid(), signal.SIGSEGV)\n",
    });
    expect(log.slice(log.indexOf("came:"))).toContain('test_a.py", line 4 in test_x');
    // what the README shows of it, but for whose machine it is
    const steady = (text: string) => text.replace(/0x[0-9a-f]+/g, "<n>").replace(/"[^"\n]*test_a\.py"/g, "test_a.py");
    const said = new Set(steady(asShown(log)).split("\n"));
    const [, shown = []] = failuresShown("test");
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.map(steady).filter((line) => !said.has(line))).toEqual([]);
  });

  test("what passes when run again is flaky", async () => {
    const { outputs, summary } = await project(
      {
        "test_a.py":
          'import pathlib\n\ndef test_sure():\n    pass\n\ndef test_shaky():\n    place = pathlib.Path("ran")\n    ran = place.exists()\n    place.touch()\n    assert ran\n',
      },
      { reruns: "2" },
    );
    expect(outputs).toMatchObject({ verdict: "ok", total: "2", passed: "2", flaky: "1", failed: "0" });
    expect(summary).toContain("#### Flaky");
  });
});
