import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { logFile, tell } from "./events.ts";
import { isHeld } from "./hold.ts";
import type { Part } from "./part.ts";

/** Slow machines need most of this for the API server; what takes longer has failed. */
const patience = 90_000;

/** Starts each part as soon as those it comes after serve, and keeps it running from then on. */
export async function startAll(state: string, parts: readonly Part[], env: NodeJS.ProcessEnv): Promise<void> {
  const began = Date.now();
  const serving = new Map<string, Promise<void>>();
  for (const part of parts) {
    const before = part.after.map((name) => serving.get(name));
    if (before.includes(undefined)) throw new Error(`${part.name} is listed before what it comes after`);
    serving.set(
      part.name,
      Promise.all(before).then(async () => {
        await part.prepare();
        const process = keepRunning(state, part, env);
        await waitUntilReady(part, process);
        tell(state, { kind: "serves", part: part.name, seconds: (Date.now() - began) / 1000 });
      }),
    );
  }
  await Promise.all(serving.values());
}

interface Kept {
  /** how often it has ended by itself */
  readonly ends: number;
}

/**
 * What ends is started again after a second, as static pods would be: tests may kill any part and watch the rest cope. One
 * that is held stays away until it is let go.
 */
function keepRunning(state: string, part: Part, env: NodeJS.ProcessEnv): Kept {
  const kept = { ends: 0 };
  const [program, ...args] = part.command;
  const start = () => {
    if (isHeld(state, part.name)) {
      setTimeout(start, 200);
      return;
    }
    const log = openSync(logFile(state, part.name), "a");
    const child = spawn(program, args, { env: { ...env, ...part.env }, stdio: ["ignore", log, log] });
    closeSync(log);
    let over = false;
    const again = (how: string) => {
      if (over) return; // a program that cannot be started tells so by "error", sometimes by "exit" too
      over = true;
      kept.ends += 1;
      tell(state, { kind: "ended", part: part.name, how });
      setTimeout(start, 1_000);
    };
    child.on("error", (error) => again(error.message));
    child.on("exit", (code, signal) => again(signal ?? `exit code ${code}`));
  };
  start();
  return kept;
}

async function waitUntilReady(part: Part, kept: Kept): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await part.ready();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      // etcd's first second is the usual reason for a first end; a third one is not bad luck
      if (kept.ends >= 3) throw new PartFailure(part.name, `it ended ${kept.ends} times`);
      if (Date.now() > end) throw new PartFailure(part.name, `it does not serve after ${patience / 1000} s: ${why}`);
    }
    await delay(100);
  }
}

export class PartFailure extends Error {
  override readonly name = "PartFailure";
  readonly part: string;

  constructor(part: string, why: string) {
    super(why);
    this.part = part;
  }
}
