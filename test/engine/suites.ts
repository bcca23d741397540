/**
 * `npm run test:engine [-- --repeat N] [--keep] [WORD…]`: the suites that need the real engine, one after the other. Starts
 * the engine when none runs, and then takes it down at the end. WORDs choose test files by their path.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { chooseSuites, usage } from "./command/suites.ts";
import { writeSummary } from "./summary/write.ts";

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
const reportOf = (number: number): string => join(results, number > 1 ? `engine-${number}.json` : "engine.json");

/** Rounds are asked for to find what fails now and then: among them nothing is tried a second time. */
const strictly = (repeat: number): string[] => (repeat > 1 ? ["--retry=0"] : []);

function round(number: number, repeat: number, words: readonly string[]): How {
  console.log(number > 1 ? `\nround ${number}` : "");
  return runs(
    join(root, "node_modules/vitest/vitest.mjs"),
    ...["run", "--config=vitest.engine.config.ts", "--reporter=default", "--reporter=json"],
    ...["--reporter=./tools/again/reporter.ts", ...strictly(repeat)],
    ...[`--outputFile.json=${reportOf(number)}`, ...words],
  );
}

async function main(): Promise<number> {
  const chosen = chooseSuites(process.argv.slice(2));
  if ("misused" in chosen) {
    console.error(`test:engine: ${chosen.misused}\n${usage}`);
    return 2;
  }
  mkdirSync(results, { recursive: true });
  // what an earlier run left is none of this one's
  for (const name of readdirSync(results).filter((one) => /^(engine(-\d+)?\.(json|html|again)|rehearsals)$/.test(one)))
    rmSync(join(results, name), { recursive: true });
  const foundUp = isUp();
  if (!foundUp && engine("up") !== "passed") return 1;
  // Ctrl-C reaches the suites from the terminal as well; it must not end this one before the engine is down
  process.on("SIGINT", () => {});
  const rounds: How[] = [];
  while (rounds.length < chosen.repeat && rounds.at(-1) !== "interrupted") {
    rounds.push(round(rounds.length + 1, chosen.repeat, chosen.words));
  }
  const reports = rounds.map((_, index) => reportOf(index + 1));
  let down: How = "passed";
  try {
    console.log(`\nsummary: ${relative(process.cwd(), await writeSummary(results, root, reports))}`);
  } finally {
    if (!foundUp && !chosen.keep) down = engine("down");
  }
  return [...rounds, down].every((how) => how === "passed") ? 0 : 1;
}

process.exitCode = await main();
