/** A word, an operator or bracket, a value (number or string), or the end of a statement's line. */
export interface Token {
  readonly kind: "name" | "mark" | "value" | "end";
  readonly text: string;
  readonly at: number;
  /** How many brackets are open around it. */
  readonly depth: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** The first thing that Python could not read on from. */
  readonly mistake?: { readonly at: number; readonly message: string };
}

const quote = /([rRbBuUfFtT]{0,2})('''|"""|'|")/y;
/** What may begin anywhere else, in this order; any other character is a mark by itself. */
const words: readonly (readonly [Token["kind"] | "blank", RegExp])[] = [
  ["blank", /[ \t\f\r]+|\\\r?\n|#[^\n]*/y],
  ["end", /\n/y],
  ["name", /[\p{ID_Start}_][\p{ID_Continue}]*/uy],
  ["value", /(?:\d|\.\d)(?:[eE][+-]|[\w.])*/y],
  ["mark", /:=|->|\*\*=|\/\/=|<<=|>>=|[-+*/%@&|^!=<>]=|\*\*|\/\/|<<|>>/y],
];
const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Python cut into words (docs.python.org, "Lexical analysis"); indentation is not followed. */
export function tokensOf(script: string): Tokens {
  const tokens: Token[] = [];
  const open: Token[] = [];
  for (let at = 0; at < script.length; ) {
    const begun = matchAt(quote, script, at);
    if (begun !== undefined) {
      const [whole, prefix = "", mark = ""] = begun;
      const end = stringEnd(script, at + whole.length, mark, /[fFtT]/.test(prefix));
      if (end === undefined) return { tokens, mistake: { at, message: "a text begins here and never ends" } };
      tokens.push({ kind: "value", text: "", at, depth: open.length });
      at = end;
      continue;
    }
    const { kind, text } = wordAt(script, at);
    const closes = kind === "mark" && /^[)\]}]$/.test(text);
    if (closes && closing[open.pop()?.text ?? ""] !== text)
      return { tokens, mistake: { at, message: `this ${text} closes nothing` } };
    const token = { kind, text, at, depth: open.length };
    if (isToken(token)) tokens.push(token);
    if (isToken(token) && kind === "mark" && closing[text] !== undefined) open.push(token);
    at += text.length;
  }
  const unclosed = open.at(-1);
  if (unclosed === undefined) return { tokens };
  return { tokens, mistake: { at: unclosed.at, message: `this ${unclosed.text} is never closed` } };
}

type Word = Omit<Token, "kind"> & { readonly kind: Token["kind"] | "blank" };

/** Inside brackets a statement goes on over the end of a line. */
function isToken(word: Word): word is Token {
  return word.kind !== "blank" && !(word.kind === "end" && word.depth > 0);
}

function wordAt(script: string, at: number): Pick<Word, "kind" | "text"> {
  for (const [kind, pattern] of words) {
    const [text] = matchAt(pattern, script, at) ?? [];
    if (text !== undefined) return { kind, text };
  }
  return { kind: "mark", text: script.charAt(at) };
}

function matchAt(pattern: RegExp, script: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(script) ?? undefined;
}

/** Behind the closing quote. Between the braces of an f-string any quote may begin a text of its own. */
function stringEnd(script: string, from: number, mark: string, formatted: boolean): number | undefined {
  let at = from;
  while (at < script.length) {
    if (script.startsWith(mark, at)) return at + mark.length;
    const char = script[at];
    if (char === "\n" && mark.length === 1) return undefined;
    if (char === "\\") at += 2;
    else if (formatted && char === "{" && script[at + 1] === "{") at += 2;
    else if (formatted && char === "{") at = fieldEnd(script, at + 1, mark);
    else at++;
  }
  return undefined;
}

/** Behind the `}` of a field, or where the field's text turns out to end the string (Python before 3.12). */
function fieldEnd(script: string, from: number, mark: string): number {
  let depth = 1;
  for (let at = from; at < script.length; at++) {
    const char = script[at] ?? "";
    if (char === "\n" && mark.length === 1) return from;
    if (char === "{" || char === "[" || char === "(") depth++;
    else if (char === "}" || char === "]" || char === ")") depth--;
    else if (char === "'" || char === '"') {
      const inner = script.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
      const end = stringEnd(script, at + inner.length, inner, false);
      if (end === undefined) return from;
      at = end - 1;
    }
    if (depth === 0) return at + 1;
  }
  return from;
}
