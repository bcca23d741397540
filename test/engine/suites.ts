/**
 * `npm run test:engine [-- --repeat N] [--keep] [WORD…]`: the suites that need the real engine, one after the other. Starts
 * the engine when none runs, and then takes it down at the end. WORDs choose test files by their path.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chooseSuites, usage } from "./command/suites.ts";

const root = join(import.meta.dirname, "../..");
const results = join(root, "test-results");

function runs(script: string, ...args: string[]): boolean {
  return spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" }).status === 0;
}

const engine = (...args: string[]) => runs(join(import.meta.dirname, "main.ts"), ...args);

function isUp(): boolean {
  const status = spawnSync(process.execPath, [join(import.meta.dirname, "main.ts"), "status"], { cwd: root });
  return status.status === 0;
}

/** Each round leaves a report of its own: the last line of CI adds them up. */
function round(number: number, words: readonly string[]): boolean {
  console.log(number > 1 ? `\nround ${number}` : "");
  const report = join(results, number > 1 ? `engine-${number}.json` : "engine.json");
  return runs(
    join(root, "node_modules/vitest/vitest.mjs"),
    ...["run", "--config=vitest.engine.config.ts", "--reporter=default", "--reporter=json"],
    ...[`--outputFile.json=${report}`, ...words],
  );
}

function main(): number {
  const chosen = chooseSuites(process.argv.slice(2));
  if ("misused" in chosen) {
    console.error(`test:engine: ${chosen.misused}\n${usage}`);
    return 2;
  }
  mkdirSync(results, { recursive: true });
  const foundUp = isUp();
  if (!foundUp && !engine("up")) return 1;
  try {
    let passed = true;
    for (let number = 1; number <= chosen.repeat; number += 1) passed = round(number, chosen.words) && passed;
    return passed ? 0 : 1;
  } finally {
    if (!foundUp && !chosen.keep) engine("down");
  }
}

process.exitCode = main();
