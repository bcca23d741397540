import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface Command {
  readonly name: string;
  readonly cwd: string;
  readonly run: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** answers 200 once the process can be used */
  readonly readyUrl: string;
  readonly onLine: (name: string, line: string) => void;
}

export interface Running {
  readonly pid: number;
  readonly exited: Promise<number>;
  /** Asks to stop and waits; what has not ended by then is killed. */
  readonly stop: () => Promise<void>;
  /** SIGKILL to the process and its children: no last word, as when the machine goes. */
  readonly kill: () => Promise<void>;
}

const stopWithinMs = 15_000;

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  // the process leads a group of its own, so that gunicorn's worker goes with its master
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

/** Starts a server and waits until it is ready, or says with its last lines why it is not. */
export async function start(command: Command, withinMs = 30_000): Promise<Running> {
  const [file, ...args] = command.run;
  const child = spawn(file, args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      command.onLine(command.name, line);
    });
  const exited = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      last.push(error.message);
      resolve(-1);
    });
    child.once("close", (code) => resolve(code ?? -1));
  });
  let ended = false;
  void exited.then(() => {
    ended = true;
  });

  const until = performance.now() + withinMs;
  while (!(await answers(command.readyUrl))) {
    if (ended || performance.now() > until) {
      signal(child, "SIGKILL");
      await exited;
      const why = ended ? "ended before it was ready" : `was not ready within ${withinMs / 1000} s`;
      throw new Error(`${command.name} ${why}. Its last lines:\n  ${last.join("\n  ")}`);
    }
    await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 50))]);
  }

  const end = async (name: NodeJS.Signals) => {
    if (ended) return;
    signal(child, name);
    const late = setTimeout(() => signal(child, "SIGKILL"), stopWithinMs);
    await exited;
    clearTimeout(late);
  };
  return { pid: child.pid ?? -1, exited, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

/** Runs a command to its end; its output only matters if it fails. */
export async function runToEnd(command: Omit<Command, "readyUrl">): Promise<void> {
  const [file, ...args] = command.run;
  const child = spawn(file, args, { cwd: command.cwd, env: command.env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => {
      said += `${line}\n`;
      command.onLine(command.name, line);
    });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command.name} ended with ${code}:\n${said.slice(-2000)}`);
}
