import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { Lines } from "./lines.ts";
import { isAlive, type ProcessEnd, type Processes, type ProcessRequest, stopInTurns } from "./process.ts";

/**
 * Starts one step after the other and says where each begins and ends, in the pipe that the steps print to: so what a step
 * printed is complete when its end is read, and its two streams keep the order they were written in. `set -m` gives each a process
 * group, and with it a Ctrl-C that is not ignored. Each opens the pipe for itself: one that makes its output non-blocking, as Node
 * does, would otherwise do so for all.
 */
const program = `set -m
exec 3>"$0"
while read -r token; do
  ( . "$0-launch" ) </dev/null >"$0" 2>&1 3>&- &
  printf '\\1%s begins %s\\n' "$token" "$!" >&3
  wait "$!"
  printf '\\1%s ends %s\\n' "$token" "$?" >&3
done`;

const quoted = (text: string) => `'${text.replaceAll("\0", "").replaceAll("'", "'\\''")}'`;
const isShellName = (name: string) => /^[A-Za-z_]\w*$/.test(name);

/** A shell cannot export `INPUT_FAIL-ON`: such variables are set by env. */
function launchText({ command, args, cwd, env }: ProcessRequest): string {
  const entries = Object.entries(env);
  const exported = entries.filter(([name]) => isShellName(name)).map(([name, value]) => `${name}=${quoted(value)}`);
  const others = entries.filter(([name]) => !isShellName(name)).map(([name, value]) => quoted(`${name}=${value}`));
  const words = [...(others.length > 0 ? ["env", ...others] : []), quoted(command), ...args.map(quoted)];
  return `cd ${quoted(cwd)} || exit 1\nunset OLDPWD token\nexport ${exported.join(" ")}\nexec ${words.join(" ")}\n`;
}

interface Current {
  readonly token: string;
  readonly onLine: (line: string) => void;
  readonly begins: (pid: number) => void;
  readonly ends: (exitCode: number) => void;
}

/**
 * A small shell that starts a job's processes. The rehearsal itself is a large process, and to start another from it costs more
 * than most steps take; and what Node gives a child as its output is a socket, at which `echo > /dev/stderr` fails.
 */
export class Launcher implements Processes {
  /** what the shell is to start, written over by each step: no file system makes a new file as fast */
  readonly #launch: number;
  readonly #shell: ChildProcess;
  readonly #pipe: Socket;
  #current: Current | undefined;

  private constructor(output: string) {
    this.#launch = openSync(`${output}-launch`, "w", 0o600);
    // opened for both, so that it neither waits for a writer nor ends with one
    const file = openSync(output, constants.O_RDWR | constants.O_NONBLOCK);
    this.#pipe = new Socket({ fd: file, readable: true, writable: false });
    const lines = new Lines((line) => this.#line(line));
    this.#pipe.on("data", (chunk: Buffer) => lines.write(chunk));
    // what Node gives it as standard input is a socket, and bash reads ~/.bashrc where it takes that for a remote shell
    this.#shell = spawn("bash", ["--norc", "--noprofile", "-c", program, output], {
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: process.env["PATH"] ?? "" },
      detached: true,
    });
    this.#shell.once("exit", () => this.#current?.ends(1));
    // a step may kill all it can find; its own end then comes with the shell's
    this.#shell.stdin?.on("error", () => {});
  }

  /** nothing where there is no bash, or no named pipes */
  static start(folder: string): Launcher | undefined {
    const output = join(folder, "output");
    try {
      execFileSync("bash", ["-c", 'mkfifo -m 600 "$0"', output], { stdio: "ignore" });
      return new Launcher(output);
    } catch {
      return undefined;
    }
  }

  #line(line: string): void {
    const current = this.#current;
    if (!current) return;
    const at = line.indexOf(`\u0001${current.token} `);
    // what a step printed last may have no line end
    const printed = at < 0 ? line : line.slice(0, at);
    if (at !== 0) current.onLine(printed);
    if (at < 0) return;
    const [, what, number] = line.slice(at).split(" ");
    if (what === "begins") current.begins(Number(number));
    else current.ends(Number(number));
  }

  run(request: ProcessRequest): Promise<ProcessEnd> {
    // short, for the shell reads it byte by byte
    const token = randomBytes(9).toString("base64url");
    // emptied first, a file would be written out to the disk at once: ext4 does so lest a crash leave nothing of it
    ftruncateSync(this.#launch, writeSync(this.#launch, launchText(request), 0));
    return new Promise((resolve) => {
      let pid: number | undefined;
      let stop = () => {};
      const cancel = () => {
        if (pid !== undefined) stop = stopInTurns(pid);
      };
      request.signal.addEventListener("abort", cancel, { once: true });
      this.#current = {
        token,
        onLine: request.onLine,
        begins: (number) => {
          pid = number;
          request.groups.add(number);
          if (request.signal.aborted) cancel();
        },
        ends: (exitCode) => {
          this.#current = undefined;
          stop();
          request.signal.removeEventListener("abort", cancel);
          resolve({ exitCode, cancelled: request.signal.aborted, leftBehind: pid === undefined || isAlive(pid) });
        },
      };
      if (this.#shell.exitCode !== null || this.#shell.signalCode !== null) this.#current.ends(1);
      else this.#shell.stdin?.write(`${token}\n`);
    });
  }

  end(): void {
    this.#shell.stdin?.end();
    this.#shell.kill("SIGKILL");
    this.#pipe.destroy();
    closeSync(this.#launch);
  }
}
