import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { constants, openSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { Ahead, canWait, type Foreseen, usuallyOldest } from "./ahead.ts";
import { Door } from "./door.ts";
import type { Env } from "./environment.ts";
import { withFoundProgram } from "./found-program.ts";
import { exportText, heldOf, launchText } from "./launch-text.ts";
import { doors, launcherProgram } from "./launcher-program.ts";
import { Lines } from "./lines.ts";
import {
  type Following,
  type ProcessEnd,
  type Processes,
  type ProcessRequest,
  signal,
  stopInTurns,
} from "./process.ts";

/** how many shells may wait in front of their scripts: so many come to them in the time that a short step takes */
const farthest = 2;

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
  /** the variables with which a shell is known to start without a word */
  readonly #silentWith: Env | undefined;
  readonly #oldest: number;
  readonly #doors: readonly Door[];
  readonly #shell: ChildProcess;
  readonly #pipe: Socket;
  /** unknown to the steps: none can say that it has ended */
  readonly #token = randomBytes(15).toString("base64url");
  #held: Env | undefined;
  /** of the shell that waits to become the next step */
  #number = 1;
  #next: number | undefined;
  #current: Current | undefined;
  /** shells that were started before their turns, in the order of these */
  readonly #ahead: Ahead[] = [];
  /** how many of them are worth it: fewer while steps change what comes after them */
  #farthest = farthest;
  /** what goes on in the background may hold on to all it was given */
  #isLeft = false;

  private constructor(output: string, silentWith: Env | undefined, oldest: number) {
    this.#output = output;
    this.#oldest = oldest;
    this.#silentWith = silentWith;
    this.#doors = doors.map((name) => new Door(output, name));
    // opened for both, so that it neither waits for a writer nor ends with one
    const file = openSync(output, constants.O_RDWR | constants.O_NONBLOCK);
    this.#pipe = new Socket({ fd: file, readable: true, writable: false });
    const lines = new Lines((line) => this.#line(line));
    this.#pipe.on("data", (chunk: Buffer) => lines.write(chunk));
    // what Node gives it as standard input is a socket, and bash reads ~/.bashrc where it takes that for a remote shell
    this.#shell = spawn("bash", ["--norc", "--noprofile", "-c", launcherProgram, output], {
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: process.env["PATH"] ?? "" },
      detached: true,
    });
    this.#shell.once("exit", () => {
      for (const ahead of this.#ahead.splice(0)) ahead.end();
      for (const door of this.#doors) door.end();
      this.#current?.ends(1, true);
    });
    // a step may kill all it can find; its own end then comes with the shell's
    this.#shell.stdin?.on("error", () => {});
  }

  /** Nothing where there is no bash, or no named pipes. The variables are those that most steps will have. */
  static start(folder: string, env: Env, oldest = usuallyOldest): Launcher | undefined {
    const output = join(folder, "output");
    const script = 'mkfifo -m 600 "$0" "$0-"{4..7} "$0-script-"{4..7}';
    const made = spawnSync("bash", ["-c", script, output], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (made.status !== 0) return undefined;
    // a locale that this machine does not have makes each bash say so
    return new Launcher(output, made.stderr === "" ? env : undefined, oldest);
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

  get #isGone(): boolean {
    return this.#shell.exitCode !== null || this.#shell.signalCode !== null;
  }

  get #door(): Door | undefined {
    return this.#doors[(this.#number - 1) % doors.length];
  }

  /** What waits becomes this program. */
  #open(launch: string): void {
    if (this.#isGone) return;
    this.#door?.open(this.#number, launch);
    this.#number += 1;
  }

  /** Lets the launcher wait for the process whose turn it is. */
  #wait(current: Current): void {
    this.#current = current;
    if (this.#isGone) current.ends(1, true);
    else {
      this.#shell.stdin?.write("\n");
      if (this.#next !== undefined) current.isBy(this.#next);
    }
  }

  /** Whether the shell that was started ahead is this very step's; otherwise it is gone afterwards, with those after it. */
  async #wasAhead(request: ProcessRequest, launch: string): Promise<boolean> {
    const ahead = this.#ahead.shift();
    if (ahead === undefined) return false;
    const { script } = request;
    if (script && ahead.isFor(launch, script, this.#oldest) && (await ahead.handOver(script.text))) {
      this.#farthest = farthest;
      return true;
    }
    this.#farthest = 1;
    for (const wrong of [ahead, ...this.#ahead.splice(0)]) {
      await new Promise<void>((resolve) =>
        this.#wait({ onLine: () => {}, isBy: (pid) => signal(-pid, "SIGKILL"), ends: () => resolve() }),
      );
      await wrong.end();
    }
    return false;
  }

  /** Starts the shells of those that are likely to come after this one. */
  #startAhead({ following }: ProcessRequest): void {
    while (this.#ahead.length < this.#farthest && !this.#isLeft && !this.#isGone) {
      const foreseen = this.#look(following?.(this.#ahead.length + 1));
      const ahead = foreseen && this.#door && Ahead.start(foreseen, this.#door);
      if (!ahead) return;
      this.#ahead.push(ahead);
      this.#open(foreseen.launch);
    }
  }

  #look(following: Following | undefined): Foreseen | undefined {
    if (!following || !this.#held || !this.#silentWith || !canWait(following, this.#silentWith)) return undefined;
    const program = withFoundProgram(following);
    return { following: program, launch: launchText(program, this.#held) };
  }

  async run(request: ProcessRequest): Promise<ProcessEnd> {
    if (request.signal.aborted) return { exitCode: 130, cancelled: true, leftBehind: false };
    this.#held ??= this.#hold(request.env);
    const launch = launchText(withFoundProgram(request), this.#held);
    if (!(await this.#wasAhead(request, launch))) {
      request.script?.file.write(request.script.text);
      this.#open(launch);
    }
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
        this.#isLeft ||= leftBehind;
        stop();
        request.signal.removeEventListener("abort", cancel);
        resolve({ exitCode, cancelled: request.signal.aborted, leftBehind });
      };
      request.signal.addEventListener("abort", cancel, { once: true });
      this.#wait({ onLine: request.onLine, isBy, ends });
      this.#startAhead(request);
    });
  }

  /** When it comes back nothing of the launcher is left: neither it nor a shell that waited could still make a file. */
  async end(): Promise<void> {
    for (const ahead of this.#ahead.splice(0)) ahead.end();
    this.#shell.stdin?.end();
    const timer = setTimeout(() => this.#shell.kill("SIGKILL"), patience);
    if (!this.#isGone) await once(this.#shell, "exit");
    clearTimeout(timer);
    this.#pipe.destroy();
  }
}
