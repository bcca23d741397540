/** Where the `${{ … }}` of a text stand: one reading for all who cut texts. */
export const opening = "${{";

export interface Braces {
  readonly start: number;
  /** behind its `}}`; undefined: there is none, so it reaches to the end of the text */
  readonly end: number | undefined;
}

/** Behind the `}}` that closes what was opened before `from`; one inside `'…'` does not count. */
function closing(text: string, from: number): number | undefined {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text[at] === "}" && text[at + 1] === "}") return at + 2;
  }
  return undefined;
}

/** Each `${{ … }}` of a text, in order. The last one may be open. */
export function bracesIn(text: string): readonly Braces[] {
  const found: Braces[] = [];
  for (let start = text.indexOf(opening); start >= 0; ) {
    const end = closing(text, start + opening.length);
    found.push({ start, end });
    start = end === undefined ? -1 : text.indexOf(opening, end);
  }
  return found;
}

/** What stands between the braces. */
export const insideOf = (text: string, { start, end }: Braces): string =>
  text.slice(start + opening.length, end === undefined ? undefined : end - 2);
