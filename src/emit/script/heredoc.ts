/** `<<WORD`, `<<-WORD`, `<<'WORD'`: the word that ends the body, and whether anything is expanded in it. */
export interface Heredoc {
  readonly delimiter: string;
  readonly expands: boolean;
  /** `<<-`: tabs before the word do not count */
  readonly tabs: boolean;
}

/** The heredoc that opens at a place of a text, and where the text goes on. */
export function heredocAt(text: string, at: number): { readonly heredoc?: Heredoc; readonly next: number } {
  const match = /^<<(-?)[ \t]*((?:'[^'\n]*'|"[^"\n]*"|\\.|[^\s;|&<>()'"\\])+)/.exec(text.slice(at));
  if (!match) return { next: at + 2 };
  const [whole, dash, word = ""] = match;
  const delimiter = word.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, a, b, c) => a ?? b ?? c ?? "");
  return { heredoc: { delimiter, expands: delimiter === word, tabs: dash === "-" }, next: at + whole.length };
}

/** Where the body ends, when the line that begins at this place is the one that ends it: behind the word, before its newline. */
export function bodyEnd(text: string, at: number, heredoc: Heredoc): number | undefined {
  const line = text.slice(at).split("\n", 1)[0] ?? "";
  const word = heredoc.tabs ? line.replace(/^\t+/, "") : line;
  return word === heredoc.delimiter ? at + line.length : undefined;
}
