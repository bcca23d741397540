import { type ChildProcess, spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { Secret } from "../../spec/secret.ts";
import type { Log } from "../log/log.ts";
import { Captured } from "./captured.ts";
import type { Exec, ExecOptions } from "./exec.ts";
import { type Groups, signalGroup } from "./groups.ts";
import type { Ended, Ran } from "./ran.ts";

const keepByDefault = 16 * 1024 * 1024;
/** from SIGTERM to SIGKILL */
const grace = 2500;

export interface SpawnHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly log: Log;
  readonly groups: Groups;
  /** aborted when the run is cancelled */
  readonly signal: AbortSignal;
}

const plainEnv = (env: Readonly<Record<string, string | Secret | undefined>>): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value instanceof Secret ? value.reveal() : value]],
    ),
  );

const environment = (host: SpawnHost, options: ExecOptions): NodeJS.ProcessEnv =>
  plainEnv(options.onlyEnv ?? { ...host.env, ...options.env });

/** Calls back with whole lines, however the text was cut. */
function lineReader(onLine: (line: string) => void): { write: (text: string) => void; end: () => void } {
  let rest = "";
  return {
    write(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line.replace(/\r$/, ""));
    },
    end() {
      if (rest !== "") onLine(rest);
    },
  };
}

interface Sink {
  readonly captured: Captured;
  readonly end: () => void;
}

function listen(stream: NodeJS.ReadableStream | null, keep: number, taps: readonly ((text: string) => void)[]): Sink {
  const captured = new Captured(keep);
  const decoder = new StringDecoder("utf8");
  const tell = (text: string) => {
    if (text !== "") for (const tap of taps) tap(text);
  };
  stream?.on("data", (chunk: Buffer) => {
    captured.add(chunk);
    tell(decoder.write(chunk));
  });
  return { captured, end: () => tell(decoder.end()) };
}

function feed(child: ChildProcess, input: string | Secret | undefined): void {
  // a program that does not read its input closes the pipe, which is its right
  child.stdin?.on("error", () => {});
  child.stdin?.end(input instanceof Secret ? input.reveal() : (input ?? ""));
}

/** How it ended; resolves once its output is read to the end, or shortly after it exited if someone keeps a pipe open. */
function ending(child: ChildProcess, host: SpawnHost, options: ExecOptions): Promise<Ended> {
  const { pid } = child;
  return new Promise((resolve) => {
    let stopped: Ended | undefined;
    const timers: NodeJS.Timeout[] = [];
    const stop = (why: Ended) => {
      if (stopped || pid === undefined) return;
      stopped = why;
      signalGroup(pid, "SIGTERM");
      timers.push(setTimeout(() => signalGroup(pid, "SIGKILL"), grace));
    };
    const onAbort = () => stop({ how: "cancelled" });
    const done = (ended: Ended) => {
      for (const timer of timers) clearTimeout(timer);
      host.signal.removeEventListener("abort", onAbort);
      if (pid !== undefined) host.groups.end(pid);
      resolve(stopped ?? ended);
    };
    const { timeout } = options;
    if (timeout !== undefined) timers.push(setTimeout(() => stop({ how: "timeout", after: timeout }), timeout));
    if (host.signal.aborted) onAbort();
    else host.signal.addEventListener("abort", onAbort);
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (pid === undefined) done({ how: "not-started", reason: error.message, code: error.code ?? "" });
    });
    const how = (code: number | null, signal: NodeJS.Signals | null): Ended =>
      signal === null ? { how: "exit", code: code ?? 0 } : { how: "signal", signal };
    child.on("exit", () => {
      // a grandchild that keeps the pipes open must not keep us
      if (pid !== undefined) timers.push(setTimeout(() => signalGroup(pid, "SIGKILL"), 1000));
    });
    child.on("close", (code, signal) => done(how(code, signal)));
  });
}

export function createExec(host: SpawnHost): Exec {
  return async (command, args, options = {}): Promise<Ran> => {
    const start = performance.now();
    const shown = options.show === undefined ? undefined : host.log.foreignStream();
    const lines = options.onLine === undefined ? undefined : lineReader(options.onLine);
    const taps = (which: "stdout" | "stderr") => [
      ...(shown && (options.show === "all" || options.show === which) ? [shown.write] : []),
      ...(lines && which === "stdout" ? [lines.write] : []),
    ];
    try {
      const child = spawn(command, args, {
        cwd: options.cwd ?? host.cwd,
        env: environment(host, options),
        // its own group, so that it can be ended with everything it started
        detached: true,
        stdio: ["pipe", "pipe", "pipe"],
      });
      if (child.pid !== undefined) host.groups.add(child.pid);
      const keep = options.keep ?? keepByDefault;
      const stdout = listen(child.stdout, keep, taps("stdout"));
      const stderr = listen(child.stderr, keep, taps("stderr"));
      feed(child, options.input);
      const ended = await ending(child, host, options);
      stdout.end();
      stderr.end();
      lines?.end();
      return {
        command,
        args,
        ended,
        stdout: stdout.captured.text(),
        stderr: stderr.captured.text(),
        truncated: stdout.captured.truncated || stderr.captured.truncated,
        took: Math.round(performance.now() - start),
      };
    } finally {
      shown?.end();
    }
  };
}
