import { type Scan, SubstitutionProblem, type Variables, variable } from "./variable.ts";

/**
 * Words as Dockerfiles have them: split at blanks outside quotes, quotes taken off, variables put in except in single
 * quotes, the escape character takes the next one as it is.
 */
export function wordsOf(text: string, variables: Variables, escaper = "\\"): string[] {
  return split(text, variables, escaper, (character) => /\s/.test(character));
}

/** The same for a text that is one word, blanks and all: a folder, a user, one path of COPY. */
export function wordOf(text: string, variables: Variables, escaper = "\\"): string {
  return split(text.trim(), variables, escaper, () => false)[0] ?? "";
}

/** Words with their quotes and variables as they stand. */
export function rawWords(text: string, escaper = "\\"): string[] {
  const escaped = escaper === "\\" ? "\\\\" : escaper;
  return text.match(new RegExp(`(?:"(?:${escaped}.|[^"])*"|'[^']*'|${escaped}.|[^\\s"'])+`, "gs")) ?? [];
}

/** What COPY, EXPOSE and VOLUME take: blanks part words, whatever quotes say. */
export const blankParted = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

function split(text: string, variables: Variables, escaper: string, parts: (character: string) => boolean): string[] {
  const words: string[] = [];
  const scan: Scan = { text, at: 0, escaper };
  let word: string | undefined;
  let quote = "";
  while (scan.at < text.length) {
    const character = text[scan.at] ?? "";
    if (character === escaper && quote !== "'") {
      const next = text[scan.at + 1] ?? "";
      const taken = next !== "" && (quote !== '"' || ['"', "$", escaper].includes(next));
      word = (word ?? "") + (taken ? next : `${escaper}${next}`);
      scan.at += 2;
    } else if (character === "$" && quote !== "'") {
      word = (word ?? "") + variable(scan, variables);
    } else if (quote !== "" ? character === quote : character === '"' || character === "'") {
      word ??= "";
      quote = quote === "" ? character : "";
      scan.at += 1;
    } else if (quote === "" && parts(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      scan.at += 1;
    } else {
      word = (word ?? "") + character;
      scan.at += 1;
    }
  }
  if (quote !== "") throw new SubstitutionProblem(`${text} has a ${quote} that is not closed`);
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
export function pairsOf(text: string, variables: Variables, escaper = "\\"): [string, string][] {
  const first = /^\s*(\S+)/.exec(text)?.[1] ?? "";
  if (!first.includes("=")) {
    const rest = text.trim().slice(first.length).trim();
    if (rest === "") throw new SubstitutionProblem(`expected NAME=VALUE, got "${text.trim()}"`);
    return [[wordOf(first, variables, escaper), wordOf(rest, variables, escaper)]];
  }
  return wordsOf(text, variables, escaper).map((word) => {
    const at = word.indexOf("=");
    if (at < 1) throw new SubstitutionProblem(`expected NAME=VALUE, got "${word}"`);
    return [word.slice(0, at), word.slice(at + 1)];
  });
}
