import * as github from "@actions/expressions/ast";
import type { Token } from "@actions/expressions/lexer";

/**
 * An expression's tree as plain data, each node knowing where it stands. GitHub's own tree is classes whose
 * operators are tokens; this one can be matched with `switch` and is complete.
 */
export type Syntax =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly at: TokenPlace }
  | { readonly kind: "context"; readonly name: string; readonly at: TokenPlace }
  | { readonly kind: "index"; readonly of: Syntax; readonly index: Syntax; readonly at: TokenPlace }
  | { readonly kind: "filter"; readonly of: Syntax; readonly at: TokenPlace }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Syntax[]; readonly at: TokenPlace }
  | { readonly kind: "not"; readonly of: Syntax; readonly at: TokenPlace }
  | {
      readonly kind: "compare";
      readonly operator: Comparison;
      readonly left: Syntax;
      readonly right: Syntax;
      readonly at: TokenPlace;
    }
  | {
      readonly kind: "logical";
      readonly operator: "&&" | "||";
      readonly args: readonly Syntax[];
      readonly at: TokenPlace;
    };

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** Inside the expression's own text, both counted from 0. */
export interface TokenPlace {
  readonly line: number;
  readonly column: number;
}

export function syntaxOf(tree: github.Expr): Syntax {
  if (tree instanceof github.Literal) return { kind: "literal", value: literalValue(tree), at: at(tree.token) };
  if (tree instanceof github.ContextAccess) return { kind: "context", name: tree.name.lexeme, at: at(tree.name) };
  if (tree instanceof github.Grouping) return syntaxOf(tree.group);
  if (tree instanceof github.Unary) return { kind: "not", of: syntaxOf(tree.expr), at: at(tree.operator) };
  if (tree instanceof github.FunctionCall) {
    return { kind: "call", name: tree.functionName.lexeme, args: tree.args.map(syntaxOf), at: at(tree.functionName) };
  }
  if (tree instanceof github.Logical) {
    const operator = tree.operator.lexeme === "&&" ? "&&" : "||";
    return { kind: "logical", operator, args: tree.args.map(syntaxOf), at: at(tree.operator) };
  }
  if (tree instanceof github.Binary) {
    const left = syntaxOf(tree.left);
    return { kind: "compare", operator: comparison(tree.operator), left, right: syntaxOf(tree.right), at: left.at };
  }
  if (tree instanceof github.IndexAccess) {
    const of = syntaxOf(tree.expr);
    if (tree.index instanceof github.Star) return { kind: "filter", of, at: of.at };
    const index = syntaxOf(tree.index);
    return { kind: "index", of, index, at: of.at };
  }
  throw new Error(`@actions/expressions has a node this reader does not know: ${tree.constructor.name}`);
}

function literalValue(tree: github.Literal): string | number | boolean | null {
  const { value } = tree.token;
  if (value !== undefined) return value;
  return tree.token.lexeme === "true"
    ? true
    : tree.token.lexeme === "false"
      ? false
      : tree.token.lexeme === "null"
        ? null
        : tree.token.lexeme;
}

const comparisons: ReadonlyMap<string, Comparison> = new Map(
  (["==", "!=", "<", "<=", ">", ">="] as const).map((operator) => [operator, operator]),
);
function comparison(token: Token): Comparison {
  const known = comparisons.get(token.lexeme);
  if (known === undefined)
    throw new Error(`@actions/expressions has an operator this reader does not know: ${token.lexeme}`);
  return known;
}

function at(token: Token): TokenPlace {
  return token.range.start;
}

/** Every node of a tree, outermost first. */
export function* nodesOf(node: Syntax): Generator<Syntax> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

export function childrenOf(node: Syntax): readonly Syntax[] {
  switch (node.kind) {
    case "literal":
    case "context":
      return [];
    case "index":
      return [node.of, node.index];
    case "filter":
    case "not":
      return [node.of];
    case "compare":
      return [node.left, node.right];
    case "call":
    case "logical":
      return node.args;
  }
}

export function callsStatusFunction(node: Syntax): boolean {
  for (const each of nodesOf(node)) {
    if (each.kind === "call" && /^(success|failure|cancelled|always)$/i.test(each.name)) return true;
  }
  return false;
}
