import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { type Foreign, main } from "./foreign.ts";

/** Says its number and becomes the rehearsal; the terminal's settings are printed before and after. */
const within = `trap : INT; stty -g; sh -c 'echo "pid $$"; exec "$@"' sh "$@"; code=$?; stty -g; exit $code`;
const python = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

export interface AtTerminal {
  readonly code: number | null;
  readonly out: string;
  /** echo, line mode and cursor are as they were */
  readonly isRestored: boolean;
}

/** A rehearsal that somebody starts at a terminal of their own, and types to. */
export class Terminal {
  readonly #child;
  #out = "";
  #heard = 0;
  #onOut = () => {};
  readonly ended: Promise<AtTerminal>;

  constructor(foreign: Foreign, ...args: readonly string[]) {
    const command = ["sh", "-c", within, "sh", process.execPath, main, "rehearse", ...args];
    this.#child = spawn("python3", ["-c", python, ...command], { cwd: foreign.folder, env: foreign.env });
    onTestFinished(() => void this.#child.kill("SIGKILL"));
    this.#child.stdout.on("data", (chunk: Buffer) => {
      this.#out += chunk.toString();
      this.#onOut();
    });
    this.ended = new Promise((resolve) =>
      this.#child.once("close", (code) => {
        const lines = this.#out.trim().split(/\r?\n/);
        const isShown = this.#out.lastIndexOf("\x1b[?25h") >= this.#out.lastIndexOf("\x1b[?25l");
        resolve({
          code,
          out: this.#out,
          isRestored: isShown && lines.at(-1)?.endsWith(lines[0] ?? "?") === true,
        });
      }),
    );
  }

  /** waits for words that were not waited for before */
  async sees(words: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onOut = () => {
        const at = this.#out.indexOf(words, this.#heard);
        if (at < 0) return;
        this.#heard = at + words.length;
        resolve();
      };
      this.#onOut();
    });
  }

  types(keys: string): void {
    this.#child.stdin.write(keys);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(Number(/pid (\d+)/.exec(this.#out)?.[1]), signal);
  }
}
