import type { Source, Span, Text } from "./subject.ts";

/** Where a piece of a script stands in the file; undefined when quoting hides it. */
export function lineIn(source: Source, script: Text, piece: string): Span | undefined {
  const start = source.text.indexOf(piece, script.at.start);
  return start < 0 || start >= script.at.end ? undefined : { start, end: start + piece.length };
}
