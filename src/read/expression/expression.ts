import type { Expr } from "@actions/expressions";
import type { Span } from "../source.ts";
import type { PositionName } from "./position.ts";
import type { Syntax } from "./syntax.ts";

/** One `${{ … }}`, or the whole of an `if`. */
export interface Expression {
  /** Without the braces, trimmed. */
  readonly text: string;
  readonly at: Span;
  readonly position: PositionName;
  /** Absent when GitHub's parser rejects it; the problem has been reported then. */
  readonly syntax?: Syntax;
  /** GitHub's own tree, for its evaluator. */
  readonly tree?: Expr;
}

/** A value that may hold expressions between plain text: `ci-${{ github.ref }}` is `["ci-", Expression]`. */
export interface Text {
  readonly at: Span;
  readonly key: Span | undefined;
  /** As written, braces and all. */
  readonly text: string;
  readonly parts: readonly (string | Expression)[];
}

/** The value when it holds no expression at all. */
export function literalOf(text: Text): string | undefined {
  return text.parts.every((part) => typeof part === "string") ? text.parts.join("") : undefined;
}

/** The expression when the whole value is that one expression. */
export function soleExpression(text: Text): Expression | undefined {
  const [only, ...rest] = text.parts;
  return typeof only === "object" && rest.length === 0 ? only : undefined;
}

export function expressionsOf(text: Text): readonly Expression[] {
  return text.parts.filter((part) => typeof part === "object");
}

/** As one expression, the way GitHub's reader rewrites it: `ci-${{ x }}` → `format('ci-{0}', x)`. */
export function asExpression(text: Text): string {
  const sole = soleExpression(text);
  if (sole !== undefined) return sole.text;
  const args: string[] = [];
  const pattern = text.parts.map((part) => {
    if (typeof part === "string") return part.replaceAll("'", "''").replaceAll("{", "{{").replaceAll("}", "}}");
    args.push(part.text);
    return `{${args.length - 1}}`;
  });
  return `format('${pattern.join("")}'${args.map((arg) => `, ${arg}`).join("")})`;
}
