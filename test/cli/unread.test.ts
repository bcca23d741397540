import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

test("a reader that stops reading ends nothing: the command goes on to its own end, without a word", async () => {
  const pipe = '"$0" src/cli/main.ts simulate --json | head -c 1; echo " ${PIPESTATUS[0]}"';
  const { stdout, stderr } = await promisify(execFile)("bash", ["-c", pipe, process.execPath], { cwd: root });
  expect([stdout, stderr]).toEqual(["{ 0\n", ""]);
});
