/** PowerShell's grammar, by a parser that others wrote, and the little of its meaning that strings have (about_Quoting_Rules). */
import { createRequire } from "node:module";
import { Language, type Node, Parser } from "web-tree-sitter";

const require = createRequire(import.meta.url);

export async function powershellParser(): Promise<Parser> {
  await Parser.init();
  const grammar = require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm");
  return new Parser().setLanguage(await Language.load(grammar));
}

type Environment = Readonly<Record<string, string>>;

/** What each string of a script is, in their order, strings inside of others left out; undefined where the script is none. */
export function stringsOf(parser: Parser, script: string, env: Environment): readonly string[] | undefined {
  const tree = parser.parse(script);
  if (tree === null || tree.rootNode.hasError) return undefined;
  return outermost(tree.rootNode, (node) => node.type === "string_literal").map((node) => textOf(node, env));
}

const childrenOf = (node: Node): readonly Node[] => node.children.filter((child) => child !== null);

const outermost = (node: Node, is: (node: Node) => boolean): readonly Node[] =>
  childrenOf(node).flatMap((child) => (is(child) ? [child] : outermost(child, is)));

const singles = "['\u2018-\u201b]";
const doubles = '["\u201c-\u201e]';

function textOf(literal: Node, env: Environment): string {
  const [node = literal] = childrenOf(literal);
  const { text } = node;
  switch (node.type) {
    case "verbatim_string_characters":
      return doubled(text.slice(1, -1), singles);
    case "verbatim_here_string_characters":
      return hereText(text);
    case "expandable_string_literal":
      return pieces(node, env, 1, 1, (piece) => doubled(piece, doubles));
    case "expandable_here_string_literal":
      return pieces(node, env, text.indexOf("\n") + 1, 3, (piece) => piece);
    default:
      throw new Error(`no string: ${node.type}`);
  }
}

const hereText = (text: string) => text.slice(text.indexOf("\n") + 1, -3);

/** Two quotes stand for one; one alone would have ended the string, of which this grammar knows only the plain ones. */
function doubled(text: string, quotes: string): string {
  const alone = new RegExp(`(?<!${quotes})${quotes}(?:${quotes}${quotes})*(?!${quotes})`).exec(text);
  if (alone) throw new Error(`a quote ends the string: ${text.slice(alone.index)}`);
  return text.replace(new RegExp(`(${quotes})${quotes}`, "g"), "$1");
}

/** What is between two backticks' escapes, and what these stand for. */
const unescaped = (text: string, plain: (text: string) => string): string =>
  text
    .split(/(`.)/s)
    .map((piece, i) => (i % 2 === 1 ? piece.slice(1) : plain(piece)))
    .join("");

/** The text between what is expanded, and for each variable its value. */
function pieces(node: Node, env: Environment, head: number, tail: number, plain: (text: string) => string): string {
  const expanded = outermost(node, (child) => child.type === "variable" || child.type === "sub_expression");
  let out = "";
  let at = node.startIndex + head;
  for (const child of expanded) {
    out += unescaped(node.text.slice(at - node.startIndex, child.startIndex - node.startIndex), plain);
    const name = /^\$\{env:(\w+)\}$/.exec(child.text)?.[1];
    out += name === undefined ? `<${child.text}>` : (env[name] ?? "");
    at = child.endIndex;
  }
  return out + unescaped(node.text.slice(at - node.startIndex, node.text.length - tail), plain);
}
