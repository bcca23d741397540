import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { constants, openSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import type { Env } from "./environment.ts";
import { exportText, heldOf, launchText } from "./launch-text.ts";
import { Lines } from "./lines.ts";
import { type ProcessEnd, type Processes, type ProcessRequest, stopInTurns } from "./process.ts";
import { RewrittenFile } from "./rewritten-file.ts";

/**
 * Starts one step after the other and says where each ends, in the pipe that the steps print to: so what a step printed is complete
 * when its end is read, and its two streams keep the order they were written in. `set -m` gives each a process group, and with it a
 * Ctrl-C that is not ignored. Each opens the pipe for itself: one that makes its output non-blocking, as Node does, would otherwise
 * do so for all. The shell that becomes the next step is forked while the one before is at work. It waits for its number at one of
 * two doors in turn, for of two at one door either might take what was meant for the other. Where a number was not taken, a step
 * had killed the shell that waited: another one takes it. The one that waits ends with the launcher, for only that can write to a door;
 * the launcher ends when nothing more is asked of it, also where nobody listens any more. Neither opens a pipe whose other end nobody
 * may hold by then: that would never return.
 */
const program = `set -m
read -r token
. "$0-held"
exec 3>"$0" 4<>"$0-4" 5<>"$0-5" 6<"$0-4" 7<"$0-5"
trap : PIPE
number=1 door=4
fork() {
  {
    (
      while read -r told && [ "$told" != "$1" ]; do :; done <&"$2"
      [ "$told" = "$1" ] && exec 6<&- 7<&- && . "$0-launch"
    ) </dev/null >"$0" 2>&1 3>&- 4>&- 5>&- 8<&- &
  } 8<"$0"
}
fork "$number" $((door + 2))
next=$!
printf '\\1%s next %s\\n' "$token" "$next" >&3
while read -r told; do
  now=$next was=$number by=$door
  echo "$was" >&"$by"
  number=$((number + 1)) door=$((9 - door))
  fork "$number" $((door + 2))
  next=$!
  wait "$now"
  code=$?
  while read -r -t 0 <&"$by"; do
    fork "$was" $((by + 2))
    now=$!
    printf '\\1%s next %s\\n' "$token" "$now" >&3
    wait "$now"
    code=$?
  done
  left=ended
  if kill -0 -- "-$now"; then left=left; fi
  printf '\\1%s ends %s %s %s\\n' "$token" "$code" "$left" "$next" >&3
done`;

/** how long the launcher may take to end by itself */
const patience = 2_000;

interface Current {
  readonly onLine: (line: string) => void;
  /** told again where the shell that was to become the step was gone */
  readonly isBy: (pid: number) => void;
  readonly ends: (exitCode: number, isLeft: boolean) => void;
}

/**
 * A small shell that starts a job's processes. The rehearsal itself is a large process, and to start another from it costs more
 * than most steps take; and what Node gives a child as its output is a socket, at which `echo > /dev/stderr` fails.
 */
export class Launcher implements Processes {
  readonly #output: string;
  /** what the shell is to start */
  readonly #launch: RewrittenFile;
  readonly #shell: ChildProcess;
  readonly #pipe: Socket;
  /** unknown to the steps: none can say that it has ended */
  readonly #token = randomBytes(15).toString("base64url");
  #held: Env | undefined;
  /** the process that becomes the next step */
  #next: number | undefined;
  #current: Current | undefined;

  private constructor(output: string) {
    this.#output = output;
    this.#launch = new RewrittenFile(`${output}-launch`);
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
    this.#shell.once("exit", () => this.#current?.ends(1, true));
    // a step may kill all it can find; its own end then comes with the shell's
    this.#shell.stdin?.on("error", () => {});
  }

  /** nothing where there is no bash, or no named pipes */
  static start(folder: string): Launcher | undefined {
    const output = join(folder, "output");
    try {
      execFileSync("bash", ["-c", 'mkfifo -m 600 "$0" "$0-4" "$0-5"', output], { stdio: "ignore" });
      return new Launcher(output);
    } catch {
      return undefined;
    }
  }

  #line(line: string): void {
    const at = line.indexOf(`\u0001${this.#token} `);
    // what a step printed last may have no line end
    const printed = at < 0 ? line : line.slice(0, at);
    if (at !== 0) this.#current?.onLine(printed);
    if (at < 0) return;
    const [, what, ...words] = line.slice(at).split(" ");
    this.#next = Number(words.at(-1));
    if (what === "next") this.#current?.isBy(this.#next);
    else this.#current?.ends(Number(words[0]), words[1] === "left");
  }

  /** Told with the first step: what of its variables the others will have too. */
  #hold(env: Env): Env {
    const held = heldOf(env);
    writeFileSync(`${this.#output}-held`, exportText(held), { mode: 0o600 });
    this.#shell.stdin?.write(`${this.#token}\n`);
    return held;
  }

  run(request: ProcessRequest): Promise<ProcessEnd> {
    if (request.signal.aborted) return Promise.resolve({ exitCode: 130, cancelled: true, leftBehind: false });
    this.#held ??= this.#hold(request.env);
    this.#launch.write(launchText(request, this.#held));
    return new Promise((resolve) => {
      let pid: number | undefined;
      let stop = () => {};
      const cancel = () => {
        if (pid !== undefined) stop = stopInTurns(pid);
      };
      const isBy = (number: number) => {
        pid = number;
        request.groups.add(number);
        if (request.signal.aborted) cancel();
      };
      const ends = (exitCode: number, leftBehind: boolean) => {
        this.#current = undefined;
        stop();
        request.signal.removeEventListener("abort", cancel);
        resolve({ exitCode, cancelled: request.signal.aborted, leftBehind });
      };
      request.signal.addEventListener("abort", cancel, { once: true });
      this.#current = { onLine: request.onLine, isBy, ends };
      if (this.#shell.exitCode !== null || this.#shell.signalCode !== null) return ends(1, true);
      this.#shell.stdin?.write("\n");
      if (this.#next !== undefined) isBy(this.#next);
    });
  }

  end(): void {
    this.#shell.stdin?.end();
    setTimeout(() => this.#shell.kill("SIGKILL"), patience).unref();
    this.#pipe.destroy();
    this.#launch.end();
  }
}
