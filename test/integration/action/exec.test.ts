import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endedInWords, must, Secret, succeeded } from "../../../src/action/index.ts";
import { type Bench, bench } from "./deps.ts";

let here: Bench;
beforeEach(() => {
  here = bench({ KEPT: "yes", GONE: "yes" });
});
afterEach(() => here.dispose());

const sh = (script: string) => ["-c", script];

test("a program gets its arguments as they are, without a shell, and its stdin is empty", async () => {
  const ran = await here.deps.exec("node", [
    "-p",
    "JSON.stringify([process.argv.slice(1), require('fs').readFileSync(0, 'utf8')])",
    "a b",
    "$(touch x)",
    "*",
  ]);
  expect(succeeded(ran)).toBe(true);
  expect(JSON.parse(ran.stdout)).toEqual([["a b", "$(touch x)", "*"], ""]);
});

test("it runs in the workspace, with the environment that was asked for", async () => {
  const ran = await here.deps.exec("sh", sh('pwd; echo "$KEPT,$GONE,$NEW"'), {
    env: { GONE: undefined, NEW: new Secret("new") },
  });
  expect(ran.stdout).toBe(`${here.workspace}\nyes,,new\n`);
  const only = await here.deps.exec("/usr/bin/env", [], { onlyEnv: { A: "1" } });
  expect(only.stdout.trim().split("\n")).toEqual(["A=1"]);
});

test("stdin is handed over, a program that does not read it is no problem", async () => {
  expect((await here.deps.exec("cat", [], { input: "ä".repeat(100_000) })).stdout).toHaveLength(100_000);
  expect(succeeded(await here.deps.exec("true", [], { input: "x".repeat(1_000_000) }))).toBe(true);
});

test.each([
  ["sh", sh("exit 3"), { how: "exit", code: 3 }, "sh ended with exit code 3"],
  ["sh", sh("kill -9 $$"), { how: "signal", signal: "SIGKILL" }, "sh was ended by SIGKILL (often: out of memory)"],
  ["no-such-program", [], { how: "not-started", code: "ENOENT" }, "no-such-program is not installed, or not on PATH"],
])("%s %j ends as a value", async (command, args, ended, words) => {
  const ran = await here.deps.exec(command, args);
  expect(ran.ended).toMatchObject(ended);
  expect(endedInWords(ran)).toBe(words);
});

test("must turns a failure into an error with the program's last words", async () => {
  const ran = await here.deps.exec("sh", sh("seq 1 50 >&2; exit 1"));
  expect(() => must(ran)).toThrow(
    expect.objectContaining({ code: "tool-failed", came: "41\n42\n43\n44\n45\n46\n47\n48\n49\n50" }),
  );
  const missing = await here.deps.exec("no-such-program", []);
  expect(() => must(missing)).toThrow(expect.objectContaining({ code: "tool-missing" }));
});

test("beyond its time it is ended, with everything it started, deaf or not", async () => {
  const script = `sh -c 'trap "" TERM; echo $$ > child; while :; do sleep 0.05; done' & trap "" TERM; echo $$ > parent; wait; wait`;
  const ran = await here.deps.exec("sh", sh(script), { timeout: 300 });
  expect(ran.ended).toEqual({ how: "timeout", after: 300 });
  for (const name of ["parent", "child"]) {
    const pid = readFileSync(join(here.workspace, name), "utf8").trim();
    const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] : "gone";
    expect(["gone", "Z", "X"]).toContain(state);
  }
});

test("a child left in the background does not keep us waiting", async () => {
  const ran = await here.deps.exec("sh", sh("sleep 600 & echo done"));
  expect(ran.ended).toEqual({ how: "exit", code: 0 });
  expect(ran.stdout).toBe("done\n");
});

test("when the run is cancelled it is ended, and what comes after is not begun", async () => {
  const running = here.deps.exec("sleep", ["600"]);
  here.abort.abort();
  expect((await running).ended).toEqual({ how: "cancelled" });
  expect((await here.deps.exec("sleep", ["600"])).ended).toEqual({ how: "cancelled" });
});

test("its output shows as it comes, as foreign text, and lines are told one by one", async () => {
  const lines: string[] = [];
  await here.deps.exec("printf", ["a\\n::add-mask::b\\nlast"], { show: "all", onLine: (line) => lines.push(line) });
  expect(here.log()).toMatch(/^::stop-commands::(\w{32})\na\n: :add-mask::b\nlast\n::\1::\n$/);
  expect(lines).toEqual(["a", "::add-mask::b", "last"]);
});

test("of too much output both ends are kept", async () => {
  const ran = await here.deps.exec("seq", ["1", "100000"], { keep: 400 });
  expect(ran.truncated).toBe(true);
  expect(ran.stdout).toMatch(/^1\n2\n3\n/);
  expect(ran.stdout).toMatch(/bytes left out …\n[\s\S]*\n100000\n$/);
});
