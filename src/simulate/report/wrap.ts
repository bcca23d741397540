/** A terminal of an ordinary width shows it without breaking lines of its own. */
export const columns = 100;

/** Words in lines of at most `columns`; every line but the first begins with `indent` blanks. */
export function wrap(first: string, words: string, indent: number): string {
  const lines = [first];
  for (const word of words.split(" ")) {
    const line = lines.at(-1) ?? "";
    const next = line.trim() === "" || line.endsWith(" ") ? `${line}${word}` : `${line} ${word}`;
    if (next.length <= columns || line.trim() === "") lines[lines.length - 1] = next;
    else lines.push(`${" ".repeat(indent)}${word}`);
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}
