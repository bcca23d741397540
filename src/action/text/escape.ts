import { plain } from "./defuse.ts";

/** Foreign text for HTML: nothing in it is markup any more, and control characters are gone. */
export const escapeHtml = (text: string): string =>
  plain(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/**
 * Foreign text inside Markdown, in a sentence or a table's cell: nothing in it formats, links, mentions or closes a
 * cell. `@` gets an invisible joint, so that nobody is notified.
 */
export const escapeMarkdown = (text: string): string =>
  escapeHtml(text)
    .replace(/[\\`*_[\]|~$]/g, (sign) => `\\${sign}`)
    // lists, headings and rules begin with these, and only at the beginning
    .replace(/^(\s*)(\d*)([-+#.)])/, "$1$2\\$3")
    .replace(/@(?=\w)/g, "@\u2060")
    .replace(/:(?=\/\/)/g, ":\u2060")
    .replace(/\s*\n\s*/g, " ");

/** Foreign text as a block of code: the fence is longer than any in the text. */
export function codeBlock(text: string, language = ""): string {
  const clean = plain(text).replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const longest = Math.max(2, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${clean}\n${fence}`;
}

/** Foreign text as code in a line: `a|b` would end a table's cell, a backtick the code. */
export const inlineCode = (text: string): string =>
  `<code>${escapeHtml(text)
    .replace(/[|\\`*_~[\]]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/\s*\n\s*/g, " ")}</code>`;
