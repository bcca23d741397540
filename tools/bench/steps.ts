import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { act, actVersion } from "./act.ts";
import type { Bench } from "./bench.ts";
import { childrenTime } from "./processor-time.ts";
import { table } from "./table.ts";

const steps = 200;
const rounds = 5;

const workflow = (count: number) =>
  `on: push\njobs:\n  many:\n    runs-on: ubuntu-latest\n    steps:\n${"      - run: true\n".repeat(count)}`;

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
}

interface Taken {
  readonly wall: number;
  readonly processor: number;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function time({ command }: Contender, file: string, cwd: string): Taken {
  const [program = "", ...args] = command;
  const began = performance.now();
  const before = childrenTime() ?? 0;
  const { status, stdout } = spawnSync(program, [...args, file], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, HOME: cwd, XDG_CONFIG_HOME: cwd },
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}`);
  return { wall: performance.now() - began, processor: (childrenTime() ?? 0) - before };
}

/** From one step to all of them, so that neither program's start counts. */
function perStep(contenders: readonly Contender[], cwd: string): readonly Taken[] {
  const all = contenders.map((): Taken[] => []);
  // in turns, so that a busy machine slows both alike
  for (let round = 0; round < rounds; round += 1)
    for (const [index, contender] of contenders.entries()) {
      const one = time(contender, "one.yml", cwd);
      const many = time(contender, "many.yml", cwd);
      const each = (of: keyof Taken) => (many[of] - one[of]) / (steps - 1);
      all[index]?.push({ wall: each("wall"), processor: each("processor") });
    }
  return all.map((taken) => ({
    wall: median(taken.map(({ wall }) => wall)),
    processor: median(taken.map(({ processor }) => processor)),
  }));
}

/** When the first words are out. */
async function firstOutput({ command }: Contender, cwd: string): Promise<number> {
  const [program = "", ...args] = command;
  const began = performance.now();
  const child = spawn(program, [...args, "one.yml"], { cwd, env: { ...process.env, HOME: cwd, XDG_CONFIG_HOME: cwd } });
  const first = await new Promise<number>((resolve) =>
    child.stdout.once("data", () => resolve(performance.now() - began)),
  );
  child.stdout.resume();
  await new Promise((resolve) => child.once("close", resolve));
  return first;
}

async function run(root: string) {
  const cwd = mkdtempSync(join(tmpdir(), "tidegate-bench-"));
  try {
    for (const [name, count] of Object.entries({ one: 1, many: steps }))
      writeFileSync(join(cwd, `${name}.yml`), workflow(count));
    writeFileSync(join(cwd, ".gitignore"), "*\n");
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.com", ...args], { cwd });
    git("init", "-q", "-b", "main");
    git("commit", "-q", "--allow-empty", "-m", "one");
    const ours: Contender = {
      name: "tidegate rehearse",
      command: [process.execPath, join(root, "src/cli/main.ts"), "rehearse", "--trust"],
    };
    const theirs = act(root);
    const other: Contender = {
      name: `act ${actVersion}, host mode`,
      command: [theirs ?? "", "push", "--pull=false", "-P", "ubuntu-latest=-self-hosted", "-W"],
    };
    const contenders = theirs === undefined ? [ours] : [ours, other];
    const [mine, their] = perStep(contenders, cwd);
    const firsts = [];
    for (let round = 0; round < rounds; round += 1) firsts.push(await firstOutput(ours, cwd));
    const first = Math.min(...firsts);
    const rows = contenders.map(({ name }, at) => {
      const { wall = 0, processor = 0 } = [mine, their][at] ?? {};
      return [name, `${wall.toFixed(1)} ms`, `${processor.toFixed(1)} ms`];
    });
    const note = their ? "" : "\n\nact is not here and could not be built with Go, so nothing is compared";
    const missed = [
      ...(mine && their && mine.wall > their.wall / 2
        ? [`a step takes ${mine.wall.toFixed(1)} ms, more than half of act's ${their.wall.toFixed(1)} ms`]
        : []),
      ...(first > 500 ? [`the first output came after ${first.toFixed(0)} ms, not within 500 ms`] : []),
    ];
    const what = `${steps} steps of \`run: true\`; per step, without the program's start; median of ${rounds}, in turns`;
    const told = `first output after ${first.toFixed(0)} ms, best of ${rounds}`;
    return { text: `${what}\n\n${table(["", "wall", "processor"], rows)}\n\n${told}${note}`, missed };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

export const bench: Bench = { title: "a step of a rehearsal, beside act in host mode", run };
