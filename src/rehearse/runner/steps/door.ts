import { closeSync, constants, openSync, writeSync } from "node:fs";
import { RewrittenFile } from "./rewritten-file.ts";

const isLinux = process.platform === "linux";
/** O_PATH, which Node has no name for: open(2) */
const pathOnly = 0o10000000;

/** Where a shell waits for its number, and reads what it is to become. */
export class Door {
  /** a named pipe that may stand where the script of such a step will be */
  readonly scriptPipe: string;
  readonly #file: number;
  /** stands for that pipe, whatever becomes of its name */
  readonly #script: number | undefined;
  readonly #launch: RewrittenFile;
  #isOpen = true;

  constructor(output: string, name: number) {
    this.scriptPipe = `${output}-script-${name}`;
    this.#file = openSync(`${output}-${name}`, constants.O_RDWR | constants.O_NONBLOCK);
    this.#script = isLinux ? openSync(this.scriptPipe, pathOnly) : undefined;
    this.#launch = new RewrittenFile(`${output}-launch-${name}`);
  }

  open(number: number, launch: string): void {
    if (!this.#isOpen) return;
    this.#launch.write(launch);
    writeSync(this.#file, `${number}\n`);
  }

  /** Opens the script's pipe for reading, for whoever waits for that. */
  meet(): number {
    const path = this.#script === undefined ? this.scriptPipe : `/proc/self/fd/${this.#script}`;
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
    if (this.#script !== undefined) closeSync(this.#script);
    this.#launch.end();
  }
}
