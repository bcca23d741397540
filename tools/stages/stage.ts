import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

/** One thing `npm run check` does, with the sentence that says how to mend a failure. */
export interface Stage {
  readonly name: string;
  readonly mend: string;
  /** a command, or a function that returns what it found wrong */
  readonly run: readonly [string, ...string[]] | (() => readonly string[] | Promise<readonly string[]>);
}

export interface StageResult {
  readonly stage: Stage;
  readonly ok: boolean;
  readonly seconds: number;
}

/** The repository's own Node 24 comes first, whichever one started this. */
const withOwnNode = (root: string) => ({
  ...process.env,
  PATH: [join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter),
});

async function runStage(stage: Stage, root: string): Promise<boolean> {
  if (typeof stage.run === "function") {
    const problems = await stage.run();
    for (const problem of problems) console.error(problem);
    return problems.length === 0;
  }
  const [command, ...args] = stage.run;
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: withOwnNode(root) });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  return status === 0;
}

/** Runs every stage, also after one failed, so that one call names every problem. */
export async function runStages(stages: readonly Stage[], root: string): Promise<StageResult[]> {
  const results: StageResult[] = [];
  for (const stage of stages) {
    console.log(`\n── ${stage.name}`);
    const start = performance.now();
    const ok = await runStage(stage, root);
    results.push({ stage, ok, seconds: (performance.now() - start) / 1000 });
  }
  console.log("");
  for (const { stage, ok, seconds } of results)
    console.log(
      `${ok ? "ok    " : "FAILED"} ${stage.name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s${ok ? "" : `  → ${stage.mend}`}`,
    );
  return results;
}
