import { closeSync, constants, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";

const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = constants;
/** a named pipe that somebody put there is a mistake, not something to wait for */
const anew = O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK;

/**
 * A file that is written over again and again: no file system makes a new one as fast. It is never emptied first, for ext4 then
 * writes it out to the disk at once, lest a crash leave nothing of it.
 */
export class RewrittenFile {
  readonly path: string;
  readonly #mode: number;
  #file: number;

  constructor(path: string, mode = 0o600) {
    this.path = path;
    this.#mode = mode;
    this.#file = openSync(path, anew, mode);
  }

  write(text: string): void {
    const there = fstatSync(this.#file);
    // whoever removed it took only its name: nobody would find what is written now
    if (there.nlink === 0) {
      closeSync(this.#file);
      this.#file = openSync(this.path, anew, this.#mode);
    }
    const size = writeSync(this.#file, text, 0);
    if (size < there.size) ftruncateSync(this.#file, size);
  }

  end(): void {
    closeSync(this.#file);
  }
}
