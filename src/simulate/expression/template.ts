import { bracesIn, insideOf } from "../../expr/template.ts";

/** A piece of a text that may hold `${{ … }}`. */
export type Piece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "expression"; readonly text: string };

/** `a ${{ b }} c` → literal `a `, expression `b`, literal ` c`. An expression that never ends is literal text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = 0;
  for (const braces of bracesIn(text)) {
    if (braces.end === undefined) break;
    if (braces.start > rest) pieces.push({ kind: "literal", text: text.slice(rest, braces.start) });
    pieces.push({ kind: "expression", text: insideOf(text, braces).trim() });
    rest = braces.end;
  }
  if (rest < text.length) pieces.push({ kind: "literal", text: text.slice(rest) });
  return pieces;
}
