import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { runInside } from "./inside.ts";

async function ran(command: readonly string[], input = "") {
  const root = mkdtempSync(join(tmpdir(), "inside-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "app"));
  writeFileSync(join(root, "app/says.mjs"), "console.log(process.env.GREETING)");
  const plan = {
    ...{ command: "node", args: [], cwd: join(root, "app") },
    env: { PATH: process.env["PATH"] ?? "", GREETING: "hello" },
  };
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const streams = { stdin: Readable.from([input]), stdout, stderr };
  const code = await runInside(command, plan, root, streams, () => {});
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), err: await text(stderr) };
}

test("a command runs in the container's folder, with its environment and its paths", async () => {
  expect(await ran(["node", "says.mjs"])).toEqual({ code: 0, out: "hello\n", err: "" });
  expect(await ran(["node", "/app/says.mjs"])).toMatchObject({ code: 0, out: "hello\n" });
});

test("it reads what it is given, and its end is told", async () => {
  expect(await ran(["cat"], "given")).toMatchObject({ code: 0, out: "given" });
  expect(await ran(["sh", "-c", "echo no >&2; exit 9"], "never read")).toEqual({ code: 9, out: "", err: "no\n" });
  expect(await ran(["sh", "-c", "kill -9 $$"])).toMatchObject({ code: 137 });
});

test("a program that is not there is 127", async () =>
  expect(await ran(["/none"])).toEqual({ code: 127, out: "", err: "spawn /none ENOENT\n" }));
