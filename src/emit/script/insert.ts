/** How a value is put into code, per language and per quoting. */
import type { Language } from "../../workflow/runnable.ts";
import type { Slot } from "./slot.ts";

export type Quoting = Exclude<Slot, { readonly refused: string }>["as"];
export type Inserted = string | { readonly refused: string };

const notHere = (where: string): Inserted => ({
  refused: `it stands inside ${where}, where nothing is expanded: close the quote before it`,
});

/** How a variable of the environment is read. */
export function variable(language: Language, name: string, as: Quoting): Inserted {
  if (language === "python") return `os.environ["${name}"]`;
  const braced = language === "pwsh" ? `\${env:${name}}` : `\${${name}}`;
  if (as === "single") return notHere("'…'");
  if (as === "raw") return notHere(language === "pwsh" ? "@'…'@" : "a heredoc with a quoted word");
  if (as === "word") return language === "pwsh" ? `"${braced}"` : `"$${name}"`;
  return braced;
}

const bare = /^[\w@%+=:,./-]+$/;

function shellWord(text: string, as: Quoting, delimiter: string | undefined): Inserted {
  if (text.includes("\0")) return { refused: "it holds a NUL character, which no shell can carry" };
  if (delimiter !== undefined && text.split("\n").some((line) => line.replace(/^\t+/, "") === delimiter))
    return { refused: `it holds a line '${delimiter}', which would end the heredoc` };
  if (as === "word") return bare.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  if (as === "double") return text.replace(/[\\"$`]/g, "\\$&");
  if (as === "single") return text.replaceAll("'", `'\\''`);
  return as === "heredoc" ? text.replace(/[\\$`]/g, "\\$&") : text;
}

/** Always in quotes: a bare word is a command where an expression is expected, and `1e3` a number. Typographic quotes count. */
function pwshWord(text: string, as: Quoting): Inserted {
  const singly = text.replace(/['\u2018-\u201b]/g, "$&$&");
  if (as === "word") return `'${singly}'`;
  if (as === "double") return text.replace(/[`"\u201c-\u201e$]/g, "`$&");
  if (as === "single") return singly;
  if (as === "heredoc")
    return /^["\u201c-\u201e]@/m.test(text)
      ? { refused: 'it holds a line that begins with "@' }
      : text.replace(/[`$]/g, "`$&");
  return /^['\u2018-\u201b]@/m.test(text) ? { refused: "it holds a line that begins with '@" } : text;
}

/** A value known now, as a literal of the language. */
export function literal(language: Language, value: string | number, as: Quoting, delimiter?: string): Inserted {
  if (language === "python")
    return typeof value === "number"
      ? String(value)
      : JSON.stringify(value).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
  const text = String(value);
  if (language === "pwsh") return typeof value === "number" && as === "word" ? text : pwshWord(text, as);
  return shellWord(text, as, delimiter);
}

/** Several words; only where words may stand. */
export function words(language: Language, values: readonly string[], as: Quoting): Inserted {
  if (as !== "word") return { refused: "a list stands for several words, and here is only part of one" };
  const each = values.map((value) => literal(language, value, as));
  const bad = each.find((word) => typeof word !== "string");
  if (bad !== undefined) return bad;
  return language === "python" ? `[${each.join(", ")}]` : each.join(language === "pwsh" ? ", " : " ");
}
