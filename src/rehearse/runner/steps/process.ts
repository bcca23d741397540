import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as delay } from "node:timers/promises";

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
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
}

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation
const untilTerm = 7_500;
const untilKill = 2_500;
const drain = 250;
const longestLine = 1024 * 1024;

/** Whole lines of a stream, decoded; a line without end is handed on in pieces, so memory stays bounded. */
function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("data", (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
    if (rest.length > longestLine) {
      onLine(rest);
      rest = "";
    }
  });
  return new Promise((resolve) =>
    stream.on("close", () => {
      rest += decoder.end();
      if (rest !== "") onLine(rest);
      resolve();
    }),
  );
}

/** SIGINT, then SIGTERM, then SIGKILL, to the child alone, as the runner does on Linux and macOS. Returns how to stop it. */
function cancel(child: ChildProcess): () => void {
  child.kill("SIGINT");
  let timer = setTimeout(() => {
    child.kill("SIGTERM");
    timer = setTimeout(() => child.kill("SIGKILL"), untilKill);
  }, untilTerm);
  return () => clearTimeout(timer);
}

/** The process groups that a job's steps made; what is left of them ends with the job, not with its step. */
export class ProcessGroups {
  readonly #leaders: number[] = [];

  add(leader: number): void {
    this.#leaders.push(leader);
  }

  end(): void {
    for (const leader of this.#leaders.splice(0)) {
      try {
        process.kill(-leader, "SIGKILL");
      } catch {
        // nothing is left of the group
      }
    }
  }
}

export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: { ...request.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const lines = [readLines(child.stdout, request.onLine), readLines(child.stderr, request.onLine)];
  if (child.pid !== undefined) request.groups.add(child.pid);
  let stopCancelling = () => {};
  const onAbort = () => {
    stopCancelling = cancel(child);
  };
  if (request.signal.aborted) onAbort();
  else request.signal.addEventListener("abort", onAbort, { once: true });

  const end = await new Promise<ProcessEnd>((resolve) => {
    child.once("error", (cause) => resolve({ exitCode: 127, cancelled: false, problem: cause.message }));
    child.once("exit", (code, signal) =>
      resolve({
        exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        cancelled: request.signal.aborted,
      }),
    );
  });
  stopCancelling();
  request.signal.removeEventListener("abort", onAbort);
  // a server that the step left running for the next ones holds the pipes open: its last lines are waited for, not its end
  await Promise.race([Promise.all(lines), delay(drain, undefined, { ref: false })]);
  return end;
}
