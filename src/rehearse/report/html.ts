/** Text that is HTML already. Only `html` makes it, so whatever else reaches a page is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// a browser shows nothing for these, or lets them turn the text around: each is shown by its code instead
const unseen = /(?![\n\t\u200d])[\p{Cc}\p{Cf}]/gu;

/** `<b>` → `&lt;b&gt;`; control characters and marks that reorder text → their code in brackets. */
export function escaped(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(unseen, (char) => `⟨${(char.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}⟩`)
    .replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

export type Part = Html | string | number | undefined | false | readonly Part[];

function rendered(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(rendered).join("");
  return escaped(String(part));
}

/** html`<p>${text}</p>`: what is put in is escaped, in text and between quotes alike, unless it was made by `html` itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((text, index) => text + rendered(parts[index])).join(""));
