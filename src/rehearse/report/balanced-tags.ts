import { escaped } from "./html.ts";

const tag = /<(\/?)([a-z]+)\s*\/?>/g;

/** What may pass: tags without any attribute, so that nothing can ride on them. */
export interface Allowed {
  readonly paired: readonly string[];
  readonly single: readonly string[];
}

/** Lets allowed tags pass and escapes every other; `open` holds those that still want their end, outermost first. */
export function passTags(text: string, allowed: Allowed, open: string[]): string {
  let out = "";
  let end = 0;
  for (const match of text.matchAll(tag)) {
    const [whole, slash, name = ""] = match;
    out += escaped(text.slice(end, match.index));
    end = match.index + whole.length;
    if (slash === "" && allowed.single.includes(name)) out += `<${name}>`;
    else if (slash === "" && allowed.paired.includes(name)) {
      open.push(name);
      out += `<${name}>`;
    } else if (slash === "/" && open.at(-1) === name) {
      open.pop();
      out += `</${name}>`;
    } else out += escaped(whole);
  }
  return out + escaped(text.slice(end));
}

/** The ends of what is still open. */
export const closing = (open: string[]): string =>
  open
    .splice(0)
    .reverse()
    .map((name) => `</${name}>`)
    .join("");
