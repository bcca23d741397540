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

type How = "passed" | "failed" | "interrupted";

function runs(script: string, ...args: string[]): How {
  const { status, signal } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  if (signal === "SIGINT" || status === 130) return "interrupted";
  return status === 0 ? "passed" : "failed";
}

const engine = (...args: string[]) => runs(join(import.meta.dirname, "main.ts"), ...args);

function isUp(): boolean {
  const status = spawnSync(process.execPath, [join(import.meta.dirname, "main.ts"), "status"], { cwd: root });
  return status.status === 0;
}

/** Each round leaves a report of its own: the last line of CI adds them up. */
function round(number: number, words: readonly string[]): How {
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
  if (!foundUp && engine("up") !== "passed") return 1;
  // Ctrl-C reaches the suites from the terminal as well; it must not end this one before the engine is down
  process.on("SIGINT", () => {});
  const rounds: How[] = [];
  while (rounds.length < chosen.repeat && rounds.at(-1) !== "interrupted") {
    rounds.push(round(rounds.length + 1, chosen.words));
  }
  const down = foundUp || chosen.keep ? "passed" : engine("down");
  return [...rounds, down].every((how) => how === "passed") ? 0 : 1;
}

process.exitCode = main();
