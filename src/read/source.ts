/** A half-open range of character offsets in one file. Lines are worked out only when somebody is told about it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a reader of the file would look: both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Source {
  /** As the user knows it: `.github/workflows/ci.yml`, or `owner/repo/.github/workflows/ci.yml@v1`. */
  readonly file: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lines: readonly number[];
}

export interface Located<T> {
  readonly value: T;
  readonly at: Span;
}

export const nowhere: Span = { start: 0, end: 0 };

export function source(file: string, text: string): Source {
  const lines = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  return { file, text, lines };
}

export function placeOf(from: Source, offset: number): Place {
  let low = 0;
  let high = from.lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((from.lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (from.lines[low] ?? 0) + 1 };
}

/** The text of one line, counted from 1, without its line end. */
export function lineText(from: Source, line: number): string {
  const start = from.lines[line - 1] ?? from.text.length;
  const end = from.lines[line] ?? from.text.length + 1;
  return from.text.slice(start, end - 1).replace(/\r$/, "");
}
