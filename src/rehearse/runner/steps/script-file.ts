import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { RewrittenFile } from "./rewritten-file.ts";

/** Where a step's script is written to. */
export interface ScriptFile {
  readonly path: string;
  write(text: string): void;
}

/** One that may be a program of its own: none is started that is open for writing. */
export const programFile = (path: string): ScriptFile => ({
  path,
  write: (text) => writeFileSync(path, text, { mode: 0o700 }),
});

/** One that its shell reads. A named pipe may take its place, at which a shell waits for a script that is not known yet. */
export class ReadScript implements ScriptFile {
  readonly path: string;
  #file: RewrittenFile;
  #isAside = false;

  constructor(path: string) {
    this.path = path;
    this.#file = new RewrittenFile(path, 0o700);
  }

  get #aside(): string {
    return `${this.path}-aside`;
  }

  /** Until a script is written, who opens it waits at the pipe. */
  giveWayTo(pipe: string): void {
    // a pipe that nobody came through stands there still
    if (this.#isAside) rmSync(this.path, { force: true });
    else renameSync(this.path, this.#aside);
    this.#isAside = true;
    linkSync(pipe, this.path);
  }

  write(text: string): void {
    if (this.#isAside) this.#returns();
    this.#file.write(text);
  }

  #returns(): void {
    this.#isAside = false;
    try {
      renameSync(this.#aside, this.path);
    } catch {
      // a step removed it; what is written goes to a new one, and never into the pipe
      rmSync(this.path, { force: true });
      this.#file.end();
      this.#file = new RewrittenFile(this.path, 0o700);
    }
  }

  end(): void {
    this.#file.end();
  }
}
