import { spawn } from "node:child_process";
import { EngineFailure } from "../failure.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

export interface Ran {
  /** null: it could not be started, or a signal ended it */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A non-zero exit is an answer, not an error: see `must`. */
export function run(command: readonly [string, ...string[]], options: RunOptions = {}): Promise<Ran> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error) => resolve({ code: null, stdout, stderr: error.message }));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin.on("error", () => {}); // it may end without reading all of its input: the exit code tells
    child.stdin.end(options.input ?? "");
  });
}

/** Runs a program that has to succeed, and gives what it printed. */
export async function must(command: readonly [string, ...string[]], options: RunOptions = {}): Promise<string> {
  const ran = await run(command, options);
  if (ran.code === 0) return ran.stdout;
  const said = (ran.stderr.trim() || ran.stdout.trim()).split("\n").slice(-15).join("\n");
  throw new EngineFailure(
    `expected ${command.join(" ")} to succeed, it ended with ${ran.code ?? "no exit code"}`,
    said,
  );
}
