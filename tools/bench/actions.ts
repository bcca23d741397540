import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledActions } from "../bundle/actions.ts";
import { bundle } from "../bundle/bundle.ts";
import type { Bench } from "./bench.ts";
import { table } from "./table.ts";

/** An action that only says which input is missing may take this many times as long as Node alone. */
const bar = 4;
const rounds = 15;

function start(file: string, home: string): number {
  const began = performance.now();
  spawnSync(process.execPath, [file], { cwd: home, env: { HOME: home, RUNNER_TEMP: home }, stdio: "ignore" });
  return performance.now() - began;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Taken in turns, so that a busy machine slows all of them alike. */
function coldStarts(files: readonly string[], home: string): readonly number[] {
  const times = files.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, file] of files.entries()) times[index]?.push(start(file, home));
  return times.map(median);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
const sizes = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({ name, bytes: statSync(join(folder, name)).size }));

async function run(root: string) {
  const names = bundledActions(root);
  const bundles: string[] = [];
  for (const name of names) bundles.push(await bundle(root, `actions/${name}/main.ts`));
  const home = mkdtempSync(join(tmpdir(), "tidegate-bench-"));
  try {
    const empty = join(home, "empty.js");
    writeFileSync(empty, "");
    const [bare = 1, ...starts] = coldStarts([empty, ...bundles.map((folder) => join(folder, "index.js"))], home);
    const rows = names.map((name, index) => {
      const files = sizes(bundles[index] ?? "");
      const first = files.find((file) => file.name === "index.js")?.bytes ?? 0;
      const later = files.reduce((sum, file) => sum + file.bytes, 0) - first;
      const time = starts[index] ?? 0;
      return {
        name,
        time,
        cells: [name, `${time.toFixed(0)} ms`, (time / bare).toFixed(1), kilobytes(first), kilobytes(later)],
      };
    });
    return {
      text: [
        `node alone: ${bare.toFixed(0)} ms (median of ${rounds}, in turns); bar: ${bar} times that\n`,
        table(
          ["action", "to the first error", "× node", "loaded at once", "only when needed"],
          rows.map(({ cells }) => cells),
        ),
      ].join("\n"),
      missed: rows
        .filter(({ time }) => time > bar * bare)
        .map(({ name, time }) => `${name}: ${(time / bare).toFixed(1)} × node, more than ${bar}`),
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

export const bench: Bench = { title: "cold start of each action to its first error, and bundle sizes", run };
