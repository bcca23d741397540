import type { LogLine, ReportLog } from "./model.ts";

const firstLines = 200;
const lastLines = 800;
const longestLine = 4_000;

/** Keeps the beginning and the end of what a step says: a page stays small however much that is. */
export class BoundedLog {
  readonly #first: LogLine[] = [];
  #last: LogLine[] = [];
  #omitted = 0;

  add(line: LogLine): void {
    const over = line.text.length - longestLine;
    const kept = over > 0 ? { ...line, text: `${line.text.slice(0, longestLine)} … ${over} more characters` } : line;
    if (this.#first.length < firstLines) {
      this.#first.push(kept);
      return;
    }
    this.#last.push(kept);
    // cut in blocks: moving a thousand lines for each new one would cost more than the rest of the page
    if (this.#last.length >= 2 * lastLines) {
      this.#omitted += this.#last.length - lastLines;
      this.#last = this.#last.slice(-lastLines);
    }
  }

  get kept(): ReportLog {
    const over = Math.max(0, this.#last.length - lastLines);
    return { first: [...this.#first], omitted: this.#omitted + over, last: this.#last.slice(over) };
  }
}
