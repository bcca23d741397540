import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { Launcher } from "./launcher.ts";
import { directProcesses, type ProcessEnd, type Processes, ProcessGroups } from "./process.ts";

const groups = new ProcessGroups();
afterEach(() => groups.end());

const state = (pid: number) => spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
const env = { PATH: process.env["PATH"] ?? "" };

const folder = mkdtempSync(join(tmpdir(), "launcher-"));
const launcher = Launcher.start(folder, env);
if (!launcher) throw new Error("there is no bash here");
afterAll(async () => {
  await launcher.end();
  rmSync(folder, { recursive: true, force: true });
});
const ways = [
  ["a launcher", launcher],
  ["itself", directProcesses],
] as const;

async function run(
  processes: Processes,
  script: string,
  signal = new AbortController().signal,
  onLine?: (line: string) => void,
): Promise<ProcessEnd & { lines: string[] }> {
  const lines: string[] = [];
  const end = await processes.run({
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

describe.each(ways)("started by %s", (_, processes) => {
  test("lines of both streams arrive whole, the last one without its line break too", async () =>
    expect(await run(processes, "echo a; printf 'b\\r\\n' >&2; printf 'ü'")).toMatchObject({
      exitCode: 0,
      lines: expect.arrayContaining(["a", "b", "ü"]),
    }));

  test("nothing of the user's own shell reaches a step: its variables are those it is given", async () => {
    const { lines } = await run(processes, "compgen -e");
    // a bash sets these itself
    expect(lines.filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name))).toEqual(Object.keys(env));
  });

  test("the exit code is the child's", async () =>
    expect(await run(processes, "exit 7")).toMatchObject({ exitCode: 7, cancelled: false }));

  test("standard input is closed", async () =>
    expect((await run(processes, "cat; echo done")).lines).toEqual(["done"]));

  test("a cancelled child gets SIGINT and may clean up", async () => {
    const controller = new AbortController();
    const end = await run(
      processes,
      "trap 'echo cleaning; exit 3' INT; echo ready; while :; do read -t 0.05 <> <(:) || :; done",
      controller.signal,
      (line) => line === "ready" && controller.abort(),
    );
    expect(end).toMatchObject({ exitCode: 3, cancelled: true, lines: ["ready", "cleaning"] });
  });

  test("what a step left in the background goes on until the job ends", async () => {
    const end = await run(processes, "sleep 600 & echo $!");
    const left = Number(end.lines[0]);
    expect(state(left)).toMatch(/^[SR]/);
    groups.end();
    // an ended process may stay as a zombie where nobody waits for it
    await expect.poll(() => state(left)).toMatch(/^(Z.*)?$/);
  });
});

test("a command that does not exist is a problem, not a crash", async () => {
  const end = await directProcesses.run({
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

test("a launcher keeps the order of both streams, and sets variables that a shell cannot export", async () => {
  const script = "echo 1; echo 2 >&2; echo 3; env | grep INPUT_";
  const lines: string[] = [];
  await launcher.run({
    command: "bash",
    args: ["-c", script],
    cwd: "/",
    env: { ...env, "INPUT_FAIL-ON": 'it\'s "high"' },
    signal: new AbortController().signal,
    groups,
    onLine: (line) => lines.push(line),
  });
  expect(lines).toEqual(["1", "2", "3", 'INPUT_FAIL-ON=it\'s "high"']);
});

test("what a launcher starts can open its output by name, as on GitHub", async () =>
  expect((await run(launcher, "echo by name > /dev/stderr")).lines).toEqual(["by name"]));

describe("the shell that waits to become the next step", () => {
  /** ends all that the launcher has forked, but for the step itself */
  const killsTheNext = 'for pid in $(ps -o pid= --ppid "$PPID"); do [ "$pid" = "$$" ] || kill -KILL "$pid"; done';

  test("is replaced if a step kills it", async () => {
    await run(launcher, killsTheNext);
    expect(await run(launcher, "echo once")).toMatchObject({ exitCode: 0, lines: ["once"], leftBehind: false });
    expect(await run(launcher, "echo and again")).toMatchObject({ exitCode: 0, lines: ["and again"] });
  });

  test("runs nothing twice where a step is cancelled as it begins", async () => {
    for (let round = 0; round < 20; round += 1) {
      const cancelled = new AbortController();
      const stopped = run(launcher, "trap 'exit 3' INT; sleep 0.2; exit 4", cancelled.signal);
      cancelled.abort();
      expect(await stopped).toMatchObject({ cancelled: true });
      expect(await run(launcher, "echo never", cancelled.signal)).toMatchObject({ cancelled: true, lines: [] });
      expect(await run(launcher, `echo ${round}`)).toMatchObject({ exitCode: 0, lines: [String(round)] });
      expect(await run(launcher, "true")).toMatchObject({ exitCode: 0, lines: [] });
    }
  });

  test.each([
    ["ends", "true"],
    ["was killed by a step", 'kill -KILL "$PPID"'],
  ])("is gone when its launcher %s, which leaves nothing behind", async (_, script) => {
    // at any moment: also before it has come to its door
    const folders = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const own = mkdtempSync(join(tmpdir(), "launcher-"));
        const other = Launcher.start(own, env);
        if (!other) throw new Error("there is no bash here");
        await run(other, script);
        await other.end();
        return own;
      }),
    );
    const left = () =>
      spawnSync("ps", ["-eo", "args"], { encoding: "utf8" })
        .stdout.split("\n")
        .filter((line) => folders.some((own) => line.includes(own)));
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
    for (const own of folders) rmSync(own, { recursive: true });
  });
});

test("what a step's environment lacks of the one before, the step lacks, and what it has anew it has", async () => {
  const show = (variables: Record<string, string>) => {
    const lines: string[] = [];
    return launcher
      .run({
        ...{ command: "bash", args: ["-c", "env | grep ^GITHUB_ | sort"], cwd: "/", env: { ...env, ...variables } },
        ...{ signal: new AbortController().signal, groups, onLine: (line) => lines.push(line) },
      })
      .then(() => lines);
  };
  expect(await show({ GITHUB_A: "1", GITHUB_B: "it's" })).toEqual(["GITHUB_A=1", "GITHUB_B=it's"]);
  expect(await show({ GITHUB_B: "2", GITHUB_C: "" })).toEqual(["GITHUB_B=2", "GITHUB_C="]);
  expect(await show({})).toEqual([]);
});

test("a launcher that nothing was asked of ends as well", async () => {
  const own = mkdtempSync(join(tmpdir(), "launcher-"));
  await Launcher.start(own, env)?.end();
  expect(spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout).not.toContain(own);
  rmSync(own, { recursive: true });
});
