import { Expr, nodeOf, type ReadsOf, type Scalar } from "./expression.ts";
import type { Node } from "./node.ts";

/**
 * Text with expressions in it, for every place that is not code: `` text`Deploy ${inputs.environment}` ``. For code there are
 * `sh`, `pwsh` and `python`, which never put a value into the program's text.
 */
export function text<const V extends readonly (Scalar | Expr<Scalar>)[]>(
  parts: TemplateStringsArray,
  ...values: V
): Expr<string, ReadsOf<V[number]>> {
  const pieces: (string | Node)[] = [];
  parts.forEach((part, i) => {
    pieces.push(part);
    if (i >= values.length) return;
    const node = nodeOf(values[i]);
    if (node.kind === "text") pieces.push(...node.parts);
    else pieces.push(node.kind === "literal" ? String(node.value ?? "") : node);
  });
  return new Expr({ kind: "text", parts: pieces });
}
