import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Launcher } from "./launcher.ts";
import { type Following, ProcessGroups, type ProcessRequest } from "./process.ts";
import { ReadScript } from "./script-file.ts";

const env = { PATH: process.env["PATH"] ?? "" };
const groups = new ProcessGroups();
let folder = "";
let launcher: Launcher;
let scripts: [ReadScript, ReadScript];

/** A busy machine may take its time here. */
function start(oldest = 60_000): Launcher {
  const started = Launcher.start(folder, env, oldest);
  if (!started) throw new Error("there is no bash here");
  return started;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ahead-"));
  scripts = [new ReadScript(join(folder, "0.sh")), new ReadScript(join(folder, "1.sh"))];
  launcher = start();
});
afterEach(async () => {
  await launcher.end();
  groups.end();
  for (const script of scripts) script.end();
  rmSync(folder.replace(/\/strict$/, ""), { recursive: true, force: true });
});

const pipes = ["output", ...[4, 5, 6, 7].flatMap((door) => [`output-${door}`, `output-script-${door}`])];

interface Step {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const programOf = (script: ReadScript, { cwd = "/", env: more = {} }: Step = {}): Following => ({
  ...{ command: "bash", args: ["--norc", "-e", script.path], cwd, env: { ...env, ...more }, script },
});

/** Runs both in turn; while the first is at work the second is foreseen, as it is or otherwise. */
async function runTwo(first: string, second: string, foreseen: Step = {}, as: Step = foreseen) {
  const lines: [string[], string[]] = [[], []];
  const run = (text: string, index: 0 | 1, step: Step, following?: ProcessRequest["following"]) =>
    launcher.run({
      ...programOf(scripts[index], step),
      script: { file: scripts[index], text },
      ...(following ? { following } : {}),
      signal: new AbortController().signal,
      groups,
      onLine: (line) => lines[index].push(line),
    });
  await run(first, 0, {}, (distance) => (distance === 1 ? programOf(scripts[1], foreseen) : undefined));
  const end = await run(second, 1, as);
  return { ...end, lines: lines[1], before: lines[0] };
}

/** ends when the shell of the next step has come to its script, and says which process it is */
const next = '"$(dirname "$0")/[1].sh"';
const seesNext = `until pgrep -f ${next}; do :; done`;

describe("the shell of the next step", () => {
  test("waits in front of its script while one is at work, and is then that step's", async () => {
    const { lines, before, exitCode } = await runTwo(seesNext, "echo $$; exit 3");
    expect(lines).toEqual(before);
    expect(exitCode).toBe(3);
  });

  test("cannot be told from another: its name, its script, its place, its mistakes", async () => {
    const told = `echo "$0"
cat "$0"
pwd; echo "$-" "$SHLVL" "\${BASH_SOURCE[0]}" $(cat <<END
here
END
)
echo )`;
    const ahead = await runTwo(seesNext, told);
    const inTurn = await runTwo(seesNext, told, { env: { OTHER: "1" } }, {});
    expect(ahead.lines).toEqual(inTurn.lines);
    expect(ahead.lines.slice(0, 2)).toEqual([scripts[1].path, 'echo "$0"']);
    expect(ahead.lines).toContainEqual(expect.stringContaining("line 7: syntax error"));
  });

  test("has not waited so long that its seconds would tell", async () => {
    await launcher.end();
    folder = join(folder, "strict");
    mkdirSync(folder);
    launcher = start(100);
    expect((await runTwo("sleep 1.2", "echo $SECONDS")).lines).toEqual(["0"]);
  });

  test.each<[string, Step, Step]>([
    ["other variables", { env: { A: "1" } }, { env: { A: "2" } }],
    ["a variable less", { env: { A: "1" } }, {}],
    ["another folder", { cwd: "/" }, { cwd: tmpdir() }],
  ])("is another where the step has %s", async (_, foreseen, as) => {
    const { lines, before } = await runTwo(seesNext, 'echo $$ "$A" "$PWD"', foreseen, as);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^\\d+ ${as.env?.["A"] ?? ""} ${as.cwd ?? "/"}$`))]);
    expect(lines[0]).not.toContain(`${before[0]} `);
  });

  test("is another where its folder was made anew meanwhile", async () => {
    const cwd = join(folder, "work");
    mkdirSync(cwd);
    const first = `${seesNext}; cd /; mv ${cwd} ${cwd}-before; mkdir ${cwd}; touch ${cwd}/new`;
    expect((await runTwo(first, "ls", { cwd })).lines).toEqual(["new"]);
  });

  test("is another where another bash was put on PATH meanwhile", async () => {
    const own = join(folder, "bin");
    mkdirSync(own);
    writeFileSync(join(folder, "bash"), "#!/bin/sh\necho own\n");
    chmodSync(join(folder, "bash"), 0o755);
    const found = { env: { PATH: `${own}:${env.PATH}` } };
    expect((await runTwo(`${seesNext}; mv ${folder}/bash ${own}`, "echo usual", found)).lines).toEqual(["own"]);
  });

  /** Three steps; at the first the other two are foreseen, the second otherwise than it comes. */
  async function runThree(first: string, second: Step) {
    const third = new ReadScript(join(folder, "2.sh"));
    const foreseen = [programOf(scripts[1]), programOf(third)];
    const seen: string[] = [];
    const run = (script: ReadScript, text: string, at: number, step: Step = {}) =>
      launcher.run({
        ...{ ...programOf(script, step), script: { file: script, text } },
        following: (distance) => foreseen[at + distance],
        ...{ signal: new AbortController().signal, groups, onLine: (line) => seen.push(line) },
      });
    await run(scripts[0], first, -1);
    await run(scripts[1], "echo $$ $A", 0, second);
    await run(third, "echo $$", 1);
    third.end();
    return seen;
  }
  const afterNext = next.replace("[1]", "[2]");
  const seesBoth = `${seesNext}; until pgrep -f ${afterNext}; do :; done`;

  test("is followed by another that waits as well", async () => {
    const [one, two, ...ran] = await runThree(seesBoth, {});
    expect(ran).toEqual([one, two]);
  });

  test("takes the one behind it along where it is not what came", async () => {
    const [one, two, second, third] = await runThree(seesBoth, { env: { A: "other" } });
    expect(second).toMatch(/^\d+ other$/);
    expect([one, two]).not.toContain(third);
    expect(second?.split(" ")).not.toContain(one);
  });

  test("is replaced if a step kills it", async () =>
    expect((await runTwo(`${seesNext}; pkill -KILL -f ${next}`, "echo once")).lines).toEqual(["once"]));

  test("comes in its turn where a step removed the place of its script", async () =>
    expect((await runTwo(`${seesNext}; rm ${folder}/1.sh*`, 'echo once; cat "$0"')).lines).toEqual([
      "once",
      'echo once; cat "$0"',
    ]));

  test("reads a long script, and one with what no text has, from a file", async () => {
    const long = `${"# and more\n".repeat(500)}echo end`;
    expect((await runTwo(seesNext, long)).lines).toEqual(["end"]);
    expect((await runTwo(seesNext, "echo a\0b")).exitCode).not.toBe(0);
  });

  test.each([
    ["reads a file before its script", { BASH_ENV: "$FILE" }],
    ["says that its locale is not there", { LC_ALL: "xx_XX.UTF-8" }],
  ])("comes in its turn where it %s", async (_, variables) => {
    const file = join(folder, "read-before");
    writeFileSync(file, "echo read");
    const more = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value.replace("$FILE", file)]),
    );
    const { lines, before } = await runTwo("sleep 0.05", "echo script", { env: more });
    expect(before).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^read$|bash: warning: setlocale/), "script"]);
  });

  test("is gone with its launcher, at whatever moment that ends", async () => {
    const left = () =>
      spawnSync("ps", ["-eo", "args"], { encoding: "utf8" })
        .stdout.split("\n")
        .filter((line) => line.includes(folder));
    for (const wait of [0, 1, 2, 5, 20]) {
      const script = scripts[0];
      const signal = new AbortController().signal;
      const foreseen = { following: (distance: number) => (distance === 1 ? programOf(scripts[1]) : undefined) };
      const file = { script: { file: script, text: "true" } };
      await launcher.run({ ...programOf(script), ...file, ...foreseen, signal, groups, onLine: () => {} });
      await delay(wait);
      await launcher.end();
      expect(left()).toEqual([]);
      for (const name of pipes) rmSync(join(folder, name));
      scripts[1].write("");
      launcher = start();
    }
  });
});

test("a script stands at its own place again once it is written, however often its shell was ended before", () => {
  const [script] = scripts;
  const pipe = join(folder, "output-script-4");
  script.giveWayTo(pipe);
  script.write("one");
  expect(readFileSync(script.path, "utf8")).toBe("one");
  script.giveWayTo(pipe);
  script.giveWayTo(pipe);
  renameSync(`${script.path}-aside`, join(folder, "moved"));
  script.write("two");
  expect(readFileSync(script.path, "utf8")).toBe("two");
});

test("a shell that never comes to its script keeps nobody from ending, also where all its files are gone", () => {
  const steps = import.meta.dirname;
  // what a thread of Node waits for keeps the whole process
  const program = `
    import { mkdirSync, rmSync } from "node:fs";
    const { Launcher } = await import("${steps}/launcher.ts");
    const { ProcessGroups } = await import("${steps}/process.ts");
    const { ReadScript } = await import("${steps}/script-file.ts");
    const folder = process.argv[1] + "/own";
    mkdirSync(folder);
    const env = { PATH: process.env.PATH };
    const launcher = Launcher.start(folder, env);
    const [one, two] = ["one", "two"].map((name) => new ReadScript(folder + "/" + name));
    const following = () => ({ command: "bash", args: ["-c", "exit"], cwd: "/", env, script: two });
    const request = { command: "bash", args: [one.path], cwd: "/", env, script: { file: one, text: "true" }, following };
    const { signal } = new AbortController();
    const end = await launcher.run({ ...request, signal, groups: new ProcessGroups(), onLine: () => {} });
    rmSync(folder, { recursive: true });
    await launcher.end();
    console.log(end.exitCode);`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", program, folder], {
    encoding: "utf8",
    timeout: 20_000,
    killSignal: "SIGKILL",
  });
  expect(run).toMatchObject({ status: 0, stdout: "0\n", stderr: "" });
});
