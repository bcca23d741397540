import type { RehearsalEvent } from "./event.ts";
import { frame } from "./frame.ts";
import { advance, noProgress, type Progress } from "./progress.ts";

export interface Screen {
  readonly write: (text: string) => void;
  readonly size: () => { readonly width: number; readonly height: number };
  readonly now: () => number;
}

const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
const noWrap = "\x1b[?7l";
const wrap = "\x1b[?7h";

/** Paints the jobs at the foot of the terminal; what is to stay is written above them. */
export class TerminalStory {
  readonly #screen: Screen;
  #progress: Progress = noProgress;
  #painted = 0;
  #paused = false;
  /** lines that came while a question had the terminal */
  #later: string[] = [];
  #ended = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  tell(event: RehearsalEvent): void {
    this.#progress = advance(this.#progress, event);
    this.#timer ??= setInterval(() => this.#paint(), 100).unref();
  }

  /** A line that stays. */
  say(line: string): void {
    if (this.#paused) {
      this.#later.push(line);
      return;
    }
    this.#clear();
    this.#screen.write(`${line}\n`);
    this.#paint();
  }

  /** A question has the terminal to itself meanwhile. */
  async pause<T>(during: () => Promise<T>): Promise<T> {
    this.#clear();
    this.#paused = true;
    this.#screen.write(showCursor);
    try {
      return await during();
    } finally {
      // whoever asked may write one more line once it has its answer
      await new Promise((resolve) => setImmediate(resolve));
      this.#paused = false;
      for (const line of this.#later.splice(0)) this.#screen.write(`${line}\n`);
      this.#paint();
    }
  }

  /** The last picture stays where it is. */
  end(): void {
    if (this.#ended) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#paint();
    this.#painted = 0;
    this.#ended = true;
    this.#screen.write(showCursor);
  }

  #clear(): void {
    if (this.#painted > 0) this.#screen.write(`\x1b[${this.#painted}A\x1b[0J`);
    this.#painted = 0;
  }

  #paint(): void {
    if (this.#paused || this.#ended) return;
    const lines = frame(this.#progress, this.#screen.size(), this.#screen.now());
    this.#clear();
    // a sign that is wider than it counts must not make two lines of one, or there would be more to take back than is known
    this.#screen.write(`${hideCursor}${noWrap}${lines.map((line) => `${line}\n`).join("")}${wrap}`);
    this.#painted = lines.length;
  }
}
