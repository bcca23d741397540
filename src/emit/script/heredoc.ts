/** `<<WORD`, `<<-WORD`, `<<'WORD'`: the word that ends the body, and whether anything is expanded in it. */
export interface Heredoc {
  readonly delimiter: string;
  readonly expands: boolean;
  /** `<<-`: tabs before the word do not count */
  readonly tabs: boolean;
}

/** The heredoc that a text begins with, and how long its opening is. */
export function heredocAt(text: string): { readonly heredoc?: Heredoc; readonly length: number } {
  const match = /^<<(-?)[ \t]*((?:'[^'\n]*'|"[^"\n]*"|\\.|[^\s;|&<>()'"\\])+)/.exec(text);
  if (!match) return { length: 2 };
  const [whole, dash, word = ""] = match;
  const delimiter = word.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, a, b, c) => a ?? b ?? c ?? "");
  return { heredoc: { delimiter, expands: delimiter === word, tabs: dash === "-" }, length: whole.length };
}

/** How long the line is that ends the body, its newline left out, when a text begins with it. */
export function bodyEnd(text: string, heredoc: Heredoc): number | undefined {
  const line = text.split("\n", 1)[0] ?? "";
  const word = heredoc.tabs ? line.replace(/^\t+/, "") : line;
  return word === heredoc.delimiter ? line.length : undefined;
}
