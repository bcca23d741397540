import { ExpressionError, Lexer, Parser, wellKnownFunctions } from "@actions/expressions";
import { listed, type Reading, report } from "../problem.ts";
import type { Span } from "../source.ts";
import type { Expression } from "./expression.ts";
import { contextNames, type PositionName, placedFunctions, positions } from "./position.ts";
import { nodesOf, type Syntax, syntaxOf, type TokenPlace } from "./syntax.ts";

/** The runner refuses a longer one (Sdk/Expressions). */
const longest = 21_000;

// Parsed as if everything were allowed everywhere: then one misplaced context does not hide the next mistake,
// and what is allowed where is judged below, with a message that says where it would be.
const functions = Object.entries(placedFunctions).map(([name, { least, most }]) => ({
  name,
  minArgs: least,
  maxArgs: most,
}));

export function parseExpression(reading: Reading, raw: string, at: Span, position: PositionName): Expression {
  const text = raw.trim();
  const blank: Expression = { text, at, position };
  if (text === "") {
    report(reading, "expression-syntax", at, "an expression was expected between the braces");
    return blank;
  }
  if (text.length > longest) {
    report(
      reading,
      "expression-syntax",
      at,
      `the expression has ${text.length} characters; GitHub takes at most ${longest}`,
    );
    return blank;
  }
  try {
    const tree = new Parser(new Lexer(text).lex().tokens, [...contextNames], functions).parse();
    const syntax = syntaxOf(tree);
    const parsed = { ...blank, syntax, tree };
    checkPlaces(reading, parsed, syntax);
    return parsed;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const where = error instanceof ExpressionError ? error.pos : { line: 0, column: 0 };
    report(reading, "expression-syntax", spanIn(reading, blank, where), explain(text, error));
    return blank;
  }
}

function explain(text: string, error: Error): string {
  const what = error.message.replace(/^./, (first) => first.toLowerCase());
  if (what.startsWith("unrecognized named-value")) {
    return `${what} in "${text}". The contexts are ${listed(contextNames)}; a string is written in single quotes`;
  }
  if (what.startsWith("unrecognized function")) {
    return `${what} in "${text}". The functions are ${listed([...Object.keys(wellKnownFunctions), ...Object.keys(placedFunctions)])}`;
  }
  return `${what} in "${text}"`;
}

function checkPlaces(reading: Reading, expression: Expression, syntax: Syntax): void {
  const { contexts, functions: placed } = positions[expression.position];
  const allowed: ReadonlySet<string> = new Set(contexts);
  for (const node of nodesOf(syntax)) {
    if (node.kind === "context" && !allowed.has(node.name.toLowerCase())) {
      const hint = contexts.length === 0 ? "no expression is" : `here ${listed(contexts)} are`;
      const message = `the context "${node.name}" is not available at ${expression.position}; ${hint} allowed`;
      report(reading, "expression-place", spanIn(reading, expression, node.at), message);
    }
    if (node.kind === "call") checkCall(reading, expression, node, placed);
  }
}

function checkCall(
  reading: Reading,
  expression: Expression,
  node: Syntax & { kind: "call" },
  placed: Readonly<Record<string, { readonly least: number; readonly most: number }>>,
): void {
  const name = node.name.toLowerCase();
  if (!Object.keys(placedFunctions).some((known) => known.toLowerCase() === name)) return;
  const at = spanIn(reading, expression, node.at);
  const arity = Object.entries(placed).find(([known]) => known.toLowerCase() === name)?.[1];
  if (arity === undefined) {
    const places = Object.entries(positions).filter(([, p]) =>
      Object.keys(p.functions).some((f) => f.toLowerCase() === name),
    );
    const where = listed(places.map(([place]) => place));
    report(
      reading,
      "expression-place",
      at,
      `${node.name}() is not available at ${expression.position}, only at ${where}`,
    );
  } else if (node.args.length > arity.most) {
    report(reading, "expression-place", at, `${node.name}() takes no arguments at ${expression.position}`);
  }
}

/** Where a token of the expression stands in the file. */
export function spanIn(reading: Pick<Reading, "source">, expression: Pick<Expression, "at">, token: TokenPlace): Span {
  const { text } = reading.source;
  let start = expression.at.start;
  for (let line = 0; line < token.line; line++) {
    const end = text.indexOf("\n", start);
    if (end < 0 || end >= expression.at.end) break;
    start = end + 1;
  }
  const offset = Math.min(start + token.column, expression.at.end);
  return { start: offset, end: Math.max(offset, expression.at.end) };
}
