import type { Token } from "markdown-it";

/** What may stand between words, as on GitHub; without any attribute, so that nothing can ride on it. */
const tag = /^<(\/?)(b|code|del|em|i|ins|kbd|small|strong|sub|sup)>$/;

/**
 * Which tokens of one run of words are tags that may pass: those whose other half is there as well, with nothing of Markdown
 * begun or ended in between that is not also ended or begun there.
 */
export function passingTags(words: readonly Token[]): ReadonlySet<Token> {
  const passing = new Set<Token>();
  // one list for each thing of Markdown that is open: what was begun in it and still wants its end
  const open: { readonly name: string; readonly token: Token }[][] = [[]];
  for (const token of words) {
    if (token.nesting === 1) open.push([]);
    if (token.nesting === -1) open.pop();
    const [, slash, name = ""] = token.type === "html_inline" ? (tag.exec(token.content) ?? []) : [];
    if (slash === undefined) continue;
    const here = open.at(-1) ?? [];
    if (slash === "") here.push({ name, token });
    else if (here.at(-1)?.name === name) {
      const begun = here.pop();
      if (begun) passing.add(begun.token).add(token);
    }
  }
  return passing;
}
