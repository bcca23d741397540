import MarkdownIt from "markdown-it";
import { type Allowed, closing, passTags } from "./balanced-tags.ts";
import { escaped, Html } from "./html.ts";
import { passingTags } from "./inline-tags.ts";

const inWords: Allowed = { paired: [], single: ["br"] };
const inBlocks: Allowed = { paired: ["details", "summary"], single: ["br", "hr"] };

/**
 * A step's summary as HTML. Links keep only http and https; images become links, since a report loads nothing. Of HTML in the
 * text a part that unfolds may stand between blocks, closed where the summary ends at the latest, and between words a line break
 * and what makes them code or stress them: a summary can neither close what the page opened nor leave anything open behind it.
 * The rest is shown as written.
 */
export function markdown(text: string): Html {
  const parser = new MarkdownIt("default", { html: true, linkify: false, typographer: false }).disable("image");
  parser.validateLink = (address) => /^https?:/i.test(address.trim());
  const open: string[] = [];
  // by run of words: a hostile one may hold very many tags
  const known = new WeakMap<object, ReturnType<typeof passingTags>>();
  parser.renderer.rules["html_block"] = (tokens, index) => {
    const token = tokens[index];
    const content = token?.content ?? "";
    // inside a list or a quote the container would close what was opened there
    return token?.level === 0 ? passTags(content, inBlocks, open) : escaped(content);
  };
  parser.renderer.rules["html_inline"] = (tokens, index) => {
    const token = tokens[index];
    const passing = known.get(tokens) ?? passingTags(tokens);
    known.set(tokens, passing);
    if (token && passing.has(token)) return token.content;
    return passTags(token?.content ?? "", inWords, []);
  };
  // the page allows no style of an element's own
  parser.core.ruler.push("alignment", ({ tokens }) => {
    for (const token of tokens) {
      const side = /^text-align:(\w+)$/.exec(String(token.attrGet("style") ?? ""))?.[1];
      if (side !== undefined) token.attrs = [["class", side]];
    }
  });
  return new Html(`<div class="md">${parser.render(text)}${closing(open)}</div>`);
}
