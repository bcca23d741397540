import { mkdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { createGroups } from "../../../src/action/exec/groups.ts";
import { type Ran, succeeded } from "../../../src/action/exec/ran.ts";
import { createExec } from "../../../src/action/exec/spawn.ts";
import { createLog } from "../../../src/action/log/log.ts";
import { createMasker } from "../../../src/action/mask/masker.ts";
import type { Verdict, Workflow } from "./workflow.ts";

/** Longer than the slowest takes that ends at all. */
export const limit = 60_000;

type Command = readonly [program: string, ...args: readonly string[]];

export interface Sides {
  readonly here: (file: string) => Command;
  readonly there: (file: string) => Command;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly took: number;
  /** it had not ended in time */
  readonly stopped: boolean;
}

export interface Row extends Workflow {
  readonly here: Outcome;
  readonly there: Outcome;
}

const outcome = (ran: Ran): Outcome => {
  if (ran.ended.how === "not-started") throw new Error(`${ran.command} could not be started: ${ran.ended.reason}`);
  return { verdict: succeeded(ran) ? "passes" : "fails", took: ran.took, stopped: ran.ended.how === "timeout" };
};

const shown = (name: string, { verdict, took, stopped }: Outcome) =>
  `${name} ${stopped ? "does not end" : verdict} ${(took / 1000).toFixed(1)} s`;

/** Runs each workflow on both sides, one after the other, and as many workflows at once as there are processors, but two at most. */
export async function contest(cwd: string, workflows: readonly Workflow[], sides: Sides): Promise<readonly Row[]> {
  const cancelled = new AbortController();
  const cancel = () => cancelled.abort();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, cancel);
  const log = createLog({ write: () => {}, masker: createMasker() });
  const exec = createExec({ env: process.env, cwd, log, groups: createGroups(), signal: cancelled.signal });
  const run = async ([program, ...args]: Command, home: string) => {
    mkdirSync(home, { recursive: true });
    return outcome(
      await exec(program, args, { env: { HOME: home, XDG_CONFIG_HOME: home }, timeout: limit, keep: 1024 }),
    );
  };
  const rows: Row[] = [];
  const left = [...workflows];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const home = join(cwd, ".tidegate/homes", next.file);
      const here = await run(sides.here(next.file), join(home, "here"));
      const there = await run(sides.there(next.file), join(home, "there"));
      if (cancelled.signal.aborted) throw new Error(`stopped after ${rows.length} of ${workflows.length} workflows`);
      rows.push({ ...next, here, there });
      const count = `${rows.length}/${workflows.length}`;
      process.stderr.write(`${count} ${next.file}: ${shown("here", here)}, ${shown("act", there)}\n`);
    }
  };
  try {
    await Promise.all(cpus().slice(0, 2).map(worker));
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, cancel);
  }
  return rows.sort((a, b) => a.file.localeCompare(b.file));
}
