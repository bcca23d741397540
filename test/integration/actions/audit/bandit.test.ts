import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { withPython } from "./python.ts";

test("the real bandit on real code: findings at their lines, virtual environments left out", async () => {
  const transcript = await play(
    await withPython({
      inputs: { checks: "bandit", exclude: "tests" },
      files: {
        "app/main.py": 'import subprocess\n\nsubprocess.call("ls " + input(), shell=True)\n',
        "app/fine.py": "print(1)\n",
        "tests/test_main.py": "assert eval('1')\n",
        ".venv/lib/x.py": "eval('1')\n",
      },
    }),
  );
  await expect(transcript.text).toMatchFileSnapshot("snapshots/bandit.txt");
});

test("code that bandit cannot read is not clean code", async () => {
  const { exit, outputs, log } = await play(
    await withPython({ inputs: { checks: "bandit" }, files: { "bad.py": "def (\n" } }),
  );
  expect([exit, outputs["verdict"]]).toEqual([2, "tool-error"]);
  expect(log).toContain("bandit could not read 1 file");
  expect(log).toContain("bad.py: syntax error while parsing AST from file");
});
