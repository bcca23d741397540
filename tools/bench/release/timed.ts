import { spawn } from "node:child_process";
import type { Heard } from "./phases.ts";

export interface Finished {
  readonly code: number | null;
  readonly took: number;
  readonly stdout: string;
  /** what it said on stderr, line by line */
  readonly heard: readonly Heard[];
  readonly began: Date;
}

/** Runs a whole process, and notes when each line came. */
export function timed([program = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Finished> {
  const began = new Date();
  const start = performance.now();
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const heard: Heard[] = [];
  let [stdout, open] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    const lines = (open + text).split("\n");
    open = lines.pop() ?? "";
    for (const line of lines) heard.push({ at: performance.now() - start, line });
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, took: performance.now() - start, stdout, heard, began }));
  });
}

/** For commands without which the measurement makes no sense. */
export function succeeded(finished: Finished): Finished {
  if (finished.code === 0) return finished;
  const said = [...finished.heard.map(({ line }) => line), finished.stdout].slice(-20).join("\n");
  throw new Error(`expected a command of the bench to succeed, it ended with ${finished.code}:\n${said}`);
}
