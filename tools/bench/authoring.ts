import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundleLibrary } from "../bundle/library.ts";
import type { Contender } from "./authoring/contender.ts";
import { range } from "./authoring/contender.ts";
import { gagen } from "./authoring/gagen.ts";
import { tidegate } from "./authoring/tidegate.ts";
import { workflowTs } from "./authoring/workflow-ts.ts";
import type { Bench } from "./bench.ts";
import { childrenTime } from "./processor-time.ts";
import { table } from "./table.ts";

const rounds = 9;
const small = 20;
const contenders = [tidegate, gagen, workflowTs];

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The package as it is published: compiled, beside everything that it depends on. */
async function install(root: string, folder: string): Promise<void> {
  mkdirSync(join(folder, "tidegate"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules")))
    if (!name.startsWith(".") && name !== "tidegate") symlinkSync(join(root, "node_modules", name), join(folder, name));
  const args = ["-p", join(root, "tsconfig.build.json"), "--outDir", join(folder, "tidegate/dist"), "--declaration"];
  const { status, stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`the package does not compile:\n${stdout}`);
  await bundleLibrary(join(folder, "tidegate/dist/src"));
  writeFileSync(join(folder, "tidegate/package.json"), readFileSync(join(root, "package.json"), "utf8"));
}

function project(contender: Contender, workflows: number, home: string): string {
  const folder = join(home, `${contender.name.replace(/\W+/g, "-")}-${workflows}`);
  put(join(folder, "package.json"), '{ "type": "module" }\n');
  for (const w of range(workflows)) put(join(folder, contender.path(w)), contender.source(w));
  for (const [path, text] of contender.files(workflows)) put(join(folder, path), text);
  return folder;
}

/** The YAML that is there. */
function generated(folder: string): readonly string[] {
  const at = join(folder, ".github/workflows");
  const names = existsSync(at) ? readdirSync(at).filter((name) => name.endsWith(".yml")) : [];
  return names.map((name) => join(at, name));
}

interface Took {
  readonly wall: number;
  /** of the processor, where the system tells it; on the wall else */
  readonly processor: number;
}

/** One whole process: from nothing to all files written. */
function run(contender: Contender, folder: string): Took {
  // what the round before wrote is written again: nobody gains by finding it there
  for (const file of generated(folder)) rmSync(file);
  const before = childrenTime();
  const began = performance.now();
  const done = spawnSync(process.execPath, [...contender.command], { cwd: folder, encoding: "utf8" });
  const wall = performance.now() - began;
  if (done.status !== 0) throw new Error(`${contender.name} failed:\n${done.stdout}${done.stderr}`);
  const after = childrenTime();
  return { wall, processor: before === undefined || after === undefined ? wall : after - before };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const ms = (n: number) => `${n.toFixed(0)} ms`;

const medians = (times: readonly Took[]): Took => ({
  wall: median(times.map((t) => t.wall)),
  processor: median(times.map((t) => t.processor)),
});

/** In turns, so that a busy machine slows all of them alike. */
function measure(folders: readonly (readonly [Contender, string])[]): readonly Took[] {
  const times = folders.map((): Took[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, [contender, folder]] of folders.entries()) times[i]?.push(run(contender, folder));
  return times.map(medians);
}

/** Where our own time goes, by the clock: the median of each phase. */
function phases(folder: string): string {
  const runs = range(rounds).map(() => {
    const { stderr } = spawnSync(process.execPath, [...tidegate.command, "--timing"], {
      cwd: folder,
      encoding: "utf8",
    });
    return [...stderr.matchAll(/([a-z ]+) (\d+) ms/g)].map(
      ([, name = "", took]) => [name.trim(), Number(took)] as const,
    );
  });
  const names = runs[0]?.map(([name]) => name) ?? [];
  return names
    .map(
      (name) => `${name} ${ms(median(runs.flatMap((run) => run.flatMap(([n, took]) => (n === name ? [took] : [])))))}`,
    )
    .join(", ");
}

const lines = (folder: string) =>
  generated(folder).reduce((sum, file) => sum + readFileSync(file, "utf8").split("\n").length, 0);

function typeCheck(root: string, folder: string): Took {
  const options = {
    target: "es2024",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  };
  put(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...options, types: [] }, include: ["workflows-src"] }),
  );
  const times = range(3).map((): Took => {
    const before = childrenTime();
    const began = performance.now();
    const { status, stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
    const wall = performance.now() - began;
    if (status !== 0) throw new Error(`the sources do not type-check:\n${stdout.slice(0, 2000)}`);
    const after = childrenTime();
    return { wall, processor: before === undefined || after === undefined ? wall : after - before };
  });
  return medians(times);
}

async function compare(root: string) {
  const home = mkdtempSync(join(tmpdir(), "tidegate-bench-"));
  try {
    await install(root, join(home, "node_modules"));
    const folders = contenders.map((c) => [c, project(c, small, home)] as const);
    const [own = { wall: 0, processor: 0 }, ...others] = measure(folders);
    const large = project(tidegate, small * 10, home);
    const tenfold = medians(range(3).map(() => run(tidegate, large)));
    const types = typeCheck(root, folders[0]?.[1] ?? "");
    const parts = phases(folders[0]?.[1] ?? "");
    const best = Math.min(...others.map((t) => t.processor));
    const rows = folders.map(([c, folder], i) => {
      const took = [own, ...others][i] ?? own;
      return [
        c.name,
        ms(took.processor),
        (took.processor / own.processor).toFixed(2),
        ms(took.wall),
        String(lines(folder)),
      ];
    });
    const times = tenfold.processor / own.processor;
    return {
      text: [
        `${small} workflows × 10 jobs × 11 steps, whole process, median of ${rounds}, in turns:\n`,
        table(["", "processor", "× tidegate", "wall", "lines of YAML"], rows),
        `\nof tidegate, by the clock: ${parts}`,
        `ten times the work: ${ms(tenfold.processor)}, ${times.toFixed(1)} times as long (bar: 11)`,
        `type-checking the ${small} workflows: ${ms(types.wall)}, ${ms(types.processor)} of the processor (bar: 3000 ms)`,
      ].join("\n"),
      missed: [
        ...(own.processor > best ? [`tidegate takes ${ms(own.processor)}, the faster of the others ${ms(best)}`] : []),
        ...(times > 11 ? [`ten times the work takes ${times.toFixed(1)} times as long`] : []),
        // on a machine with nothing else to do the wall shows no more than the processor
        ...(Math.min(types.wall, types.processor) > 3000 ? [`type-checking takes ${ms(types.wall)}`] : []),
      ],
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

export const bench: Bench = { title: "writing workflows, beside two peers; type-checking them", run: compare };
