import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RehearsalEvent } from "../story/event.ts";
import { logFile } from "./log-file.ts";

/** Writes every line as it comes into its step's file, whatever of it the page will show. */
export class WholeLogs {
  readonly #folder: string;
  readonly #files = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  tell(event: RehearsalEvent): void {
    if (event.kind === "line") writeSync(this.#file(logFile(event.leg, event.step)), `${event.text}\n`);
    else if (event.kind === "step-ended") this.#close(logFile(event.leg, event.step));
    else if (event.kind === "job-ended") this.#close(logFile(event.leg, ""));
  }

  close(): void {
    for (const file of this.#files.keys()) this.#close(file);
  }

  #file(name: string): number {
    const open = this.#files.get(name);
    if (open !== undefined) return open;
    const path = join(this.#folder, name);
    mkdirSync(dirname(path), { recursive: true });
    // a step whose file was closed may have a last word
    const file = openSync(path, "a");
    this.#files.set(name, file);
    return file;
  }

  #close(name: string): void {
    const file = this.#files.get(name);
    if (file === undefined) return;
    closeSync(file);
    this.#files.delete(name);
  }
}
