import type { Plain } from "./tree.ts";

/** What YAML 1.1 or 1.2 would read as something other than text: booleans of both, null, numbers of all kinds, times, dates. */
const ambiguous =
  /^(?:~|null|true|false|yes|no|on|off|y|n|[-+]?(?:\.inf|\.nan)|[-+]?[0-9][0-9_,]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|[-+]?\.[0-9_]+(?:e[-+]?[0-9]+)?|0[xob][0-9a-f_]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|=|<<)$/i;
/** Characters that begin something else than a plain scalar, or need care. */
const special = /^[-?:,[\]{}#&*!|>'"%@`\s]/;
const plainStart = /^(?:-|\?|:)(?=[^\s,[\]{}])/;

const escaped =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what YAML must escape
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Letters first, then nothing that YAML gives a meaning to. */
const harmless = /^[A-Za-z][\w ./@$-]*(?<! )$/;

const needsQuotes = (text: string, inFlow: boolean): boolean =>
  text === "" ||
  ambiguous.test(text) ||
  (special.test(text) && !plainStart.test(text)) ||
  /^(?:---|\.\.\.)/.test(text) ||
  /:(?:\s|$)|\s#|\s$|\t/.test(text) ||
  (inFlow && /[,[\]{}]|^[-?:]/.test(text));

const double = (text: string) =>
  `"${JSON.stringify(text)
    .slice(1, -1)
    .replace(
      /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )}"`;

/** May this text stand in a block (`|`)? Not where a character needs an escape, or where only spaces stand before the text. */
export const fitsBlock = (text: string): boolean => !escaped.test(text) && !text.includes("\r") && /\S/.test(text);

/** A scalar in one line: plain where every parser reads it as that text, in quotes else. */
export function scalar(value: Plain, inFlow = false): string {
  if (typeof value !== "string") return value === null ? "null" : String(value);
  // most text is words: it needs no closer look
  if (harmless.test(value) && !ambiguous.test(value)) return value;
  if (escaped.test(value) || /[\n\r\t]/.test(value)) return double(value);
  if (!needsQuotes(value, inFlow)) return value;
  return value.includes("'") && !value.includes('"') && !value.includes("\\")
    ? `"${value}"`
    : `'${value.replaceAll("'", "''")}'`;
}

/** `|` with what says how the text ends: `|-` for no newline, `|` for one, `|+` for several. */
export function blockHeader(text: string): string {
  const indentation = /^\n*[ ]/.test(text) ? "2" : "";
  if (!text.endsWith("\n")) return `|${indentation}-`;
  return /\n\n$|^\n*$/.test(text) ? `|${indentation}+` : `|${indentation}`;
}
