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
const clearLine = "\x1b[2K";
const clearBelow = "\x1b[J";

/** Paints the jobs at the foot of the terminal; what is to stay is written above them. */
export class TerminalStory {
  readonly #screen: Screen;
  #progress: Progress = noProgress;
  #painted: readonly string[] = [];
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
    if (this.#paused) this.#later.push(line);
    else this.#paint([line]);
  }

  /** A question has the terminal to itself meanwhile. */
  async pause<T>(during: () => Promise<T>): Promise<T> {
    this.#screen.write(`${this.#back()}${clearBelow}${showCursor}`);
    this.#painted = [];
    this.#paused = true;
    try {
      return await during();
    } finally {
      // whoever asked may write one more line once it has its answer
      await new Promise((resolve) => setImmediate(resolve));
      this.#paused = false;
      this.#paint(this.#later.splice(0));
    }
  }

  /** The last picture stays where it is. */
  end(): void {
    if (this.#ended) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#paint();
    this.#ended = true;
    this.#screen.write(showCursor);
  }

  #back(): string {
    return this.#painted.length > 0 ? `\x1b[${this.#painted.length}A` : "";
  }

  /** All in one go, each line over the one that was there: what is erased first, and drawn later, is seen to flicker. */
  #paint(staying: readonly string[] = []): void {
    const above = staying.map((line) => `${line}\n`).join("");
    if (this.#ended) this.#screen.write(above);
    if (this.#paused || this.#ended) return;
    const lines = frame(this.#progress, this.#screen.size(), this.#screen.now());
    if (above === "" && lines.join("\n") === this.#painted.join("\n")) return;
    // a sign that is wider than it counts must not make two lines of one, or there would be more to take back than is known
    const picture = `${noWrap}${lines.map((line) => `${clearLine}${line}\n`).join("")}${wrap}`;
    this.#screen.write(`${hideCursor}${this.#back()}${above && clearBelow}${above}${picture}${clearBelow}`);
    this.#painted = lines;
  }
}
