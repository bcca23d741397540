import type { Rule } from "../finding.ts";
import { literalOf, nodesOf, soleExpression } from "../subject.ts";

export const constantCondition: Rule = {
  code: "constant-condition",
  severity: "error",
  summary: "A condition can come out both ways: text around the braces makes it always true, a constant never changes.",
  *check({ places }) {
    for (const { expects, text, expressions } of places) {
      if (expects !== "condition") continue;
      if (literalOf(text) === undefined && soleExpression(text) === undefined) {
        const message =
          "there is text around the braces, so this is a text, and every text but the empty one is true; put all of it inside one pair of braces, or none";
        yield { at: text.at, message };
        continue;
      }
      const [expression] = expressions;
      if (expression?.syntax === undefined) continue;
      const nodes = [...nodesOf(expression.syntax)];
      const depends = nodes.some((node) => node.kind === "context" || (node.kind === "call" && isRuntime(node.name)));
      if (!depends)
        yield {
          at: text.at,
          message: `"${expression.text}" never changes; take the condition away, or say what it depends on`,
        };
    }
  },
};

function isRuntime(name: string): boolean {
  return /^(success|failure|cancelled|always|hashfiles)$/i.test(name);
}
