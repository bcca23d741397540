import { mutate, random } from "./mutate.ts";
import type { Parser } from "./parsers.ts";

export interface Accident {
  readonly seed: number;
  readonly text: string;
  readonly what: string;
}

export interface Outcome {
  readonly accidents: readonly Accident[];
  readonly slowest: { readonly milliseconds: number; readonly text: string };
}

/** Feeds damaged texts to a parser. It may refuse all of them; it may not crash, hang, or point outside the file. */
export function fuzz(parser: Parser, count: number, first: number, now: () => number): Outcome {
  const accidents: Accident[] = [];
  let slowest = { milliseconds: 0, text: "" };
  for (let seed = first; seed < first + count; seed++) {
    const next = random(seed);
    const text = mutate(parser.seeds[Math.floor(next() * parser.seeds.length)] ?? "", next);
    const began = now();
    const what = wrongWith(parser, text);
    const milliseconds = now() - began;
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, text };
    if (what !== undefined) accidents.push({ seed, text, what });
  }
  return { accidents, slowest };
}

function wrongWith(parser: Parser, text: string): string | undefined {
  try {
    return parser.read(text);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
