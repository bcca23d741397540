import { closeSync, constants, open, statSync, writeSync } from "node:fs";
import type { Door } from "./door.ts";
import type { Env } from "./environment.ts";
import { isOfLocale } from "./launch-text.ts";
import type { Following, ProcessRequest, Program } from "./process.ts";

/** how long a shell may have waited, in milliseconds: its `$SECONDS` count from its start */
export const usuallyOldest = 100;
/** how long it may take to come to its script, in milliseconds */
const patience = 2_000;
/** a shell reads a pipe letter by letter */
export const longestScript = 1024;

/** Variables by which a shell reads other files before its script, says something before it, or is another program altogether. */
const doesMore = /^(BASH|LD_|DYLD_|GLIBC_|MALLOC_)/;

/** Whether a shell can wait in front of this script: where it is known to start without a word. */
export function canWait({ command, env }: Following, silentWith: Env): boolean {
  const names = Object.keys({ ...silentWith, ...env });
  return (
    command === "bash" &&
    names.every((name) => !doesMore.test(name) && !(isOfLocale(name) && env[name] !== silentWith[name]))
  );
}

/** Which folder and which bash stand there now: the step at work may put others there. */
function standingThere({ cwd, command }: Pick<Program, "cwd" | "command">): string | undefined {
  const [folder, bash] = [cwd, command].map((path) => statSync(path, { throwIfNoEntry: false }));
  return folder && bash && [folder.dev, folder.ino, bash.dev, bash.ino, bash.ctimeMs].join(" ");
}

/** `launch` and the following program both with the path of the bash that PATH finds. */
export interface Foreseen {
  readonly following: Following;
  /** what its shell does to become the step */
  readonly launch: string;
}

/**
 * The shell of the step that is likely to be next, started before its turn: a named pipe stands where its script will be, and it waits
 * there. It is used only if the step comes as it was foreseen, and at once; otherwise nobody has seen anything of it.
 */
export class Ahead {
  readonly #foreseen: Foreseen;
  readonly #at: Door;
  readonly #there: string;
  readonly #since = performance.now();
  readonly #opened: Promise<void>;
  #door: number | undefined;
  #isGivenUp = false;

  private constructor(foreseen: Foreseen, at: Door, there: string) {
    const { following } = foreseen;
    this.#foreseen = foreseen;
    this.#at = at;
    this.#there = there;
    following.script.giveWayTo(at.scriptPipe);
    const timer = setTimeout(() => this.#giveUp(), patience).unref();
    this.#opened = new Promise((resolve) =>
      // comes back when the shell has come to the pipe's other end
      open(following.script.path, constants.O_WRONLY, (error, file) => {
        clearTimeout(timer);
        if (!error && this.#isGivenUp) closeSync(file);
        else if (!error) this.#door = file;
        resolve();
      }),
    );
  }

  /** It may have been killed: whoever waits for it at the other end meets somebody else. */
  #giveUp(): void {
    this.#isGivenUp = true;
    try {
      const other = this.#at.meet();
      this.#opened.then(() => closeSync(other));
    } catch {
      // nobody can come there any more
    }
  }

  /** Nothing where it could not come to a script. */
  static start(foreseen: Foreseen, at: Door): Ahead | undefined {
    const there = standingThere(foreseen.following);
    if (there === undefined) return undefined;
    try {
      return new Ahead(foreseen, at, there);
    } catch {
      // a file system without hard links, or a step that removed its own files
      return undefined;
    }
  }

  isFor(launch: string, script: ProcessRequest["script"], oldest: number): boolean {
    return (
      launch === this.#foreseen.launch &&
      script?.file === this.#foreseen.following.script &&
      script.text.length <= longestScript &&
      !script.text.includes("\0") &&
      performance.now() - this.#since <= oldest &&
      standingThere(this.#foreseen.following) === this.#there
    );
  }

  /** Says whether the shell has its script. */
  async handOver(text: string): Promise<boolean> {
    if (this.#door === undefined) await this.#opened;
    if (this.#door === undefined) return false;
    try {
      // for whoever reads `$0`
      this.#foreseen.following.script.write(text);
      writeSync(this.#door, text);
    } catch {
      return false;
    }
    closeSync(this.#door);
    return true;
  }

  /** Lets go of the pipe, where the script was not handed over; the shell itself is ended by whoever forked it. */
  async end(): Promise<void> {
    if (this.#door === undefined) this.#giveUp();
    await this.#opened;
    if (this.#door !== undefined) closeSync(this.#door);
  }
}
