/** JavaScript makes two escapes necessary in a template: `` \` `` and `\${`. */
const unescaped = (raw: string) => raw.replace(/\\(`|\$(?=\{))/g, "$1");

/** The pieces of a script without the indentation that they have in the TypeScript. */
export function dedent(parts: readonly string[]): readonly string[] {
  const mark = "\u0000";
  const whole = parts.map(unescaped).join(mark);
  if (!whole.includes("\n")) return whole.trim().split(mark);
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
