import { closeSync, openSync, writeSync } from "node:fs";
import type { RehearsalEvent } from "./event.ts";

const enough = 64 * 1024;

/** One JSON event a line. Written in pieces: a step that prints much would otherwise wait for the disk at each line. */
export class EventFile {
  readonly #file: number;
  #pending = "";

  constructor(path: string) {
    this.#file = openSync(path, "w");
  }

  tell(event: RehearsalEvent): void {
    this.#pending += `${JSON.stringify(event)}\n`;
    if (this.#pending.length > enough || event.kind === "job-ended") this.#flush();
  }

  #flush(): void {
    writeSync(this.#file, this.#pending);
    this.#pending = "";
  }

  end(): void {
    this.#flush();
    closeSync(this.#file);
  }
}
