import { readFile } from "node:fs/promises";
import * as v from "valibot";

/** Something of the world that a reader of the report should know. */
export interface Note {
  readonly about: string;
  readonly text: string;
}

const Line = v.object({ about: v.string(), text: v.string() });

/** Each note once, however often it was made; those that tools of other processes made lie in a file, one a line. */
export class Notes {
  readonly #file: string;
  readonly #own: Note[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  add(about: string, text: string): void {
    this.#own.push({ about, text });
  }

  async all(): Promise<readonly Note[]> {
    const text = await readFile(this.#file, "utf8").catch(() => "");
    const told = text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => v.parse(Line, JSON.parse(line)));
    const known = new Set<string>();
    return [...this.#own, ...told].filter(({ about, text: what }) => {
      const key = `${about}\0${what}`;
      if (known.has(key)) return false;
      known.add(key);
      return true;
    });
  }
}
