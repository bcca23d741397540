/** A piece of a text that may hold `${{ … }}`. */
export type Piece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "expression"; readonly text: string };

/** Where the `}}` stands that ends the expression begun before `from`; one inside `'…'` does not count. */
function endOf(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text.startsWith("}}", at)) return at;
  }
  return -1;
}

/** `a ${{ b }} c` → literal `a `, expression `b`, literal ` c`. An expression that never ends is literal text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = 0;
  for (;;) {
    const start = text.indexOf("${{", rest);
    const end = start < 0 ? -1 : endOf(text, start + 3);
    if (end < 0) break;
    if (start > rest) pieces.push({ kind: "literal", text: text.slice(rest, start) });
    pieces.push({ kind: "expression", text: text.slice(start + 3, end).trim() });
    rest = end + 2;
  }
  if (rest < text.length) pieces.push({ kind: "literal", text: text.slice(rest) });
  return pieces;
}
