import { type Scan, type Variables, variable } from "./variable.ts";

/**
 * Words as Dockerfiles have them: split at blanks outside quotes, quotes taken off, variables put in except in single
 * quotes, `\` takes the next character as it is.
 */
export function wordsOf(text: string, variables: Variables): string[] {
  const words: string[] = [];
  const scan: Scan = { text, at: 0 };
  let word: string | undefined;
  let quote = "";
  while (scan.at < text.length) {
    const character = text[scan.at] ?? "";
    if (character === "\\" && quote !== "'") {
      const next = text[scan.at + 1] ?? "";
      word = (word ?? "") + (quote === '"' && !'"$\\'.includes(next) ? `\\${next}` : next);
      scan.at += 2;
    } else if (character === "$" && quote !== "'") {
      word = (word ?? "") + variable(scan, variables);
    } else if (quote !== "" ? character === quote : character === '"' || character === "'") {
      word ??= "";
      quote = quote === "" ? character : "";
      scan.at += 1;
    } else if (quote === "" && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      scan.at += 1;
    } else {
      word = (word ?? "") + character;
      scan.at += 1;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** `["a b", "c"]` → its words; undefined where the text is no JSON list of texts. */
export function execForm(text: string): string[] | undefined {
  if (!text.trimStart().startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}

/** `A=1 B="x y"`, or the older `A the rest of the line`. */
export function pairsOf(text: string, variables: Variables): [string, string][] {
  const first = /^\s*(\S+)/.exec(text)?.[1] ?? "";
  if (!first.includes("=")) {
    const rest = text.trim().slice(first.length).trim();
    return [[first, wordsOf(rest, variables).join(" ")]];
  }
  return wordsOf(text, variables).map((word) => {
    const at = word.indexOf("=");
    return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
  });
}
