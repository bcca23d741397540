import type { Bench } from "./bench.ts";

/** One thing a client can rely on, said as a sentence and checked by its own expectation. */
export interface Case {
  readonly name: string;
  readonly run: (bench: Bench) => Promise<void>;
  /** cases that change what the whole cluster shares run one at a time */
  readonly alone?: true;
}

/** An area's cases: sentence → what is done and expected. */
export const cases = (table: Readonly<Record<string, Case["run"]>>): readonly Case[] =>
  Object.entries(table).map(([name, run]) => ({ name, run }));
