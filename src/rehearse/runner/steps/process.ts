import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { Lines } from "./lines.ts";
import type { ReadScript, ScriptFile } from "./script-file.ts";

/** What is to be started. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What is likely to be started next, with a script that is not known yet. */
export interface Following extends Program {
  readonly script: ReadScript;
}

export interface ProcessRequest extends Program {
  /** the file that its arguments name, and what is to stand in it */
  readonly script?: { readonly file: ScriptFile; readonly text: string };
  /** Asked once this one is at work: what is likely to come after it, and then after that. */
  readonly following?: (distance: number) => Following | undefined;
  readonly onLine: (line: string) => void;
  /** cancellation of the job, or the step's own time limit */
  readonly signal: AbortSignal;
  readonly groups: ProcessGroups;
}

export interface ProcessEnd {
  readonly exitCode: number;
  readonly cancelled: boolean;
  /** why it could not be started */
  readonly problem?: string;
  /** something of it runs on, and may still write where it was told to */
  readonly leftBehind: boolean;
}

/** What starts the processes of one job, one after the other. */
export interface Processes {
  run(request: ProcessRequest): Promise<ProcessEnd>;
  end(): Promise<void>;
}

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation
const untilTerm = 7_500;
const untilKill = 2_500;
const drain = 250;

function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const lines = new Lines(onLine);
  stream.on("data", (chunk: Buffer) => lines.write(chunk));
  return new Promise((resolve) =>
    stream.on("close", () => {
      lines.end();
      resolve();
    }),
  );
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended meanwhile
  }
}

/** SIGINT, then SIGTERM, then SIGKILL, to the process alone, as the runner does on Linux and macOS. Returns how to leave off. */
export function stopInTurns(pid: number): () => void {
  signal(pid, "SIGINT");
  let timer = setTimeout(() => {
    signal(pid, "SIGTERM");
    timer = setTimeout(() => signal(pid, "SIGKILL"), untilKill);
  }, untilTerm);
  return () => clearTimeout(timer);
}

/** Whether anything of a process group is alive. */
function isAlive(leader: number): boolean {
  try {
    return process.kill(-leader, 0);
  } catch {
    return false;
  }
}

/** The process groups that a job's steps made; what is left of them ends with the job, not with its step. */
export class ProcessGroups {
  readonly #leaders: number[] = [];

  add(leader: number): void {
    this.#leaders.push(leader);
  }

  end(): void {
    for (const leader of this.#leaders.splice(0)) signal(-leader, "SIGKILL");
  }
}

/** Starts each process itself: for machines where the launcher cannot be. */
export const directProcesses: Processes = { run: runProcess, end: async () => {} };

export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  request.script?.file.write(request.script.text);
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: { ...request.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const { pid } = child;
  const lines = [readLines(child.stdout, request.onLine), readLines(child.stderr, request.onLine)];
  if (pid !== undefined) request.groups.add(pid);
  let leaveOff = () => {};
  const onAbort = () => {
    if (pid !== undefined) leaveOff = stopInTurns(pid);
  };
  if (request.signal.aborted) onAbort();
  else request.signal.addEventListener("abort", onAbort, { once: true });

  const end = await new Promise<Omit<ProcessEnd, "leftBehind">>((resolve) => {
    child.once("error", (cause) => resolve({ exitCode: 127, cancelled: false, problem: cause.message }));
    child.once("exit", (code, name) =>
      resolve({
        exitCode: code ?? 128 + (name === null ? 0 : constants.signals[name]),
        cancelled: request.signal.aborted,
      }),
    );
  });
  leaveOff();
  request.signal.removeEventListener("abort", onAbort);
  // a server that the step left running for the next ones holds the pipes open: its last lines are waited for, not its end
  await Promise.race([Promise.all(lines), delay(drain, undefined, { ref: false })]);
  return { ...end, leftBehind: pid !== undefined && isAlive(pid) };
}
