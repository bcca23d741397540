/** What a step wrote to GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE, as far as it could be read. */
export interface Pairs {
  /** pairs before a mistake stand, as they do on GitHub */
  readonly pairs: readonly (readonly [name: string, value: string])[];
  readonly error?: string;
}

/**
 * `NAME=VALUE`, or `NAME<<DELIMITER`, lines, `DELIMITER`; whichever of `=` and `<<` comes first decides. Lines end with LF
 * alone, so a CR stays in a value, as it does on the Linux and macOS runners.
 */
export function parsePairs(text: string): Pairs {
  const pairs: [string, string][] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      if (name === "" || delimiter === "")
        return { pairs, error: `Invalid format '${line}'. Name must not be empty and delimiter must not be empty` };
      const end = lines.indexOf(delimiter, at + 1);
      if (end < 0) return { pairs, error: `Invalid value. Matching delimiter not found '${delimiter}'` };
      pairs.push([name, lines.slice(at + 1, end).join("\n")]);
      at = end;
    } else if (equals >= 0) {
      const name = line.slice(0, equals);
      if (name === "") return { pairs, error: `Invalid format '${line}'. Name must not be empty` };
      pairs.push([name, line.slice(equals + 1)]);
    } else return { pairs, error: `Invalid format '${line}'` };
  }
  return { pairs };
}

/** One folder a line; the last one ends up first on PATH. */
export const parsePaths = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .reverse();
