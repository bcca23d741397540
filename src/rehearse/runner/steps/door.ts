import { closeSync, constants, openSync, writeSync } from "node:fs";
import { RewrittenFile } from "./rewritten-file.ts";

/** Where a shell waits for its number, and reads what it is to become. */
export class Door {
  /** a named pipe that may stand where the script of such a step will be */
  readonly scriptPipe: string;
  readonly #file: number;
  readonly #launch: RewrittenFile;
  #isOpen = true;

  constructor(output: string, name: number) {
    this.scriptPipe = `${output}-script-${name}`;
    this.#file = openSync(`${output}-${name}`, constants.O_RDWR | constants.O_NONBLOCK);
    this.#launch = new RewrittenFile(`${output}-launch-${name}`);
  }

  open(number: number, launch: string): void {
    if (!this.#isOpen) return;
    this.#launch.write(launch);
    writeSync(this.#file, `${number}\n`);
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
    this.#launch.end();
  }
}
