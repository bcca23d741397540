import { type AnyExpr, isExpression, nodeOf, type Scalar } from "./expression.ts";
import { print } from "./print.ts";

/** What stands in a YAML position: literals as they are, expressions as `${{ }}`, text with expressions as text. */
export function render(x: Scalar | AnyExpr, jobsAs = "needs"): Scalar {
  if (!isExpression(x)) return x;
  const node = nodeOf(x);
  if (node.kind === "literal") return node.value;
  if (node.kind !== "text") return `\${{ ${print(node, jobsAs)} }}`;
  return node.parts.map((part) => (typeof part === "string" ? part : `\${{ ${print(part, jobsAs)} }}`)).join("");
}

/** A condition stands without `${{ }}`, as GitHub's own examples have it; a leading `!` would be a YAML tag. */
export function renderCondition(x: boolean | AnyExpr): string | boolean {
  if (!isExpression(x)) return x;
  const text = print(nodeOf(x));
  return text.startsWith("!") || text.includes(": ") || text.includes(" #") || text.startsWith("'")
    ? `\${{ ${text} }}`
    : text;
}
