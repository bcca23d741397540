/** JavaScript makes two escapes necessary in a template: `` \` `` and `\${`. */
const unescaped = (raw: string) => (raw.includes("\\") ? raw.replace(/\\(`|\$(?=\{))/g, "$1") : raw);

/** A script of one line, as most are. */
function trimmed(pieces: readonly string[]): readonly string[] {
  const last = pieces.length - 1;
  return pieces.map((piece, i) => {
    const begun = i === 0 ? piece.trimStart() : piece;
    return i === last ? begun.trimEnd() : begun;
  });
}

/** The pieces of a script without the indentation that they have in the TypeScript. */
export function dedent(parts: readonly string[]): readonly string[] {
  const pieces = parts.map(unescaped);
  if (!pieces.some((piece) => piece.includes("\n"))) return trimmed(pieces);
  const mark = "\u0000";
  const whole = pieces.join(mark);
  const lines = whole
    .replace(/^[ \t]*\n/, "")
    .replace(/\s+$/, "")
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents, 1000);
  return lines
    .map((line) => line.slice(Math.min(indent, /^[ \t]*/.exec(line)?.[0].length ?? 0)))
    .join("\n")
    .split(mark);
}
