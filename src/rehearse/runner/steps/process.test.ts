import { spawnSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { type ProcessEnd, ProcessGroups, runProcess } from "./process.ts";

const groups = new ProcessGroups();
afterEach(() => groups.end());

const state = (pid: number) => spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
const env = { PATH: process.env["PATH"] ?? "" };

async function run(
  script: string,
  signal = new AbortController().signal,
  onLine?: (line: string) => void,
): Promise<ProcessEnd & { lines: string[] }> {
  const lines: string[] = [];
  const end = await runProcess({
    command: "bash",
    args: ["-c", script],
    cwd: "/",
    env,
    signal,
    groups,
    onLine: (line) => {
      lines.push(line);
      onLine?.(line);
    },
  });
  return { ...end, lines };
}

test("lines of both streams arrive whole, the last one without its line break too", async () =>
  expect(await run("echo a; printf 'b\\r\\n' >&2; printf 'ü'")).toMatchObject({
    exitCode: 0,
    lines: expect.arrayContaining(["a", "b", "ü"]),
  }));

test("the exit code is the child's", async () =>
  expect(await run("exit 7")).toMatchObject({ exitCode: 7, cancelled: false }));

test("standard input is closed", async () => expect((await run("cat; echo done")).lines).toEqual(["done"]));

test("a cancelled child gets SIGINT and may clean up", async () => {
  const controller = new AbortController();
  const end = await run(
    "trap 'echo cleaning; exit 3' INT; echo ready; while :; do read -t 0.05 <> <(:) || :; done",
    controller.signal,
    (line) => line === "ready" && controller.abort(),
  );
  expect(end).toMatchObject({ exitCode: 3, cancelled: true, lines: ["ready", "cleaning"] });
});

test("what a step left in the background goes on until the job ends", async () => {
  const end = await run("sleep 600 & echo $!");
  const left = Number(end.lines[0]);
  expect(state(left)).toMatch(/^[SR]/);
  groups.end();
  // an ended process may stay as a zombie where nobody waits for it
  await expect.poll(() => state(left)).toMatch(/^(Z.*)?$/);
});

test("a command that does not exist is a problem, not a crash", async () => {
  const end = await runProcess({
    command: "no-such-command",
    args: [],
    cwd: "/",
    env,
    onLine: () => {},
    signal: new AbortController().signal,
    groups,
  });
  expect(end).toMatchObject({ exitCode: 127, problem: expect.stringContaining("no-such-command") });
});
