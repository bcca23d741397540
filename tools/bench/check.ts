import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../bundle/bundle.ts";
import type { Bench } from "./bench.ts";
import { size, writeWorkflows } from "./check/workflows.ts";
import { table } from "./table.ts";

const rounds = 5;

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Taken in turns, so that a busy machine slows all of them alike. */
function timesOf(contenders: readonly Contender[], cwd: string): readonly number[] {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, { command, args }] of contenders.entries()) {
      const began = performance.now();
      spawnSync(command, args, { cwd, stdio: "ignore" });
      times[index]?.push(performance.now() - began);
    }
  return times.map(median);
}

const installed = (command: string) => spawnSync(command, ["-version"], { stdio: "ignore" }).error === undefined;

async function run(root: string) {
  const home = mkdtempSync(join(tmpdir(), "tidegate-bench-"));
  try {
    const files = writeWorkflows(home);
    const index = (folder: string) => join(folder, "index.js");
    const ours = index(await bundle(root, "src/cli/main.ts"));
    const theirs = index(await bundle(root, "tools/bench/check/validator.ts"));
    const lint: Contender = {
      name: "actionlint (Go, without shellcheck)",
      command: "actionlint",
      args: ["-shellcheck=", "-pyflakes=", ...files],
    };
    const contenders: readonly Contender[] = [
      { name: "tidegate check", command: process.execPath, args: [ours, "check"] },
      { name: "@actions/languageservice, bundled", command: process.execPath, args: [theirs, ...files] },
      ...(installed("actionlint") ? [lint] : []),
    ];
    const [mine = 0, validator = 0, ...rest] = timesOf(contenders, home);
    const rows = contenders.map(({ name }, at) => {
      const time = [mine, validator, ...rest][at] ?? 0;
      return [name, `${time.toFixed(0)} ms`, (time / Math.max(mine, 1)).toFixed(2)];
    });
    const what = `${size.workflows} workflows × ${size.jobs} jobs × ${size.steps} steps, whole process, median of ${rounds}, in turns`;
    return {
      text: `${what}\n\n${table(["", "time", "× ours"], rows)}`,
      missed:
        mine < validator ? [] : [`check took ${mine.toFixed(0)} ms, GitHub's validator ${validator.toFixed(0)} ms`],
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

export const bench: Bench = { title: "checking workflows, beside GitHub's validator and actionlint", run };
