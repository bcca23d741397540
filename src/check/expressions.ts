import { spanIn } from "../read/expression/parse.ts";
import type { Expects, Place } from "./places.ts";
import { type Expression, literalOf, type Source, type Span, soleExpression } from "./subject.ts";
import { type Issue, inferType } from "./types/infer.ts";
import { printable, show, type Type } from "./types/type.ts";

/** Something about the types in an expression, with its place in the file. */
export interface ExpressionIssue {
  readonly kind: Issue["kind"];
  readonly path: readonly string[];
  /** The name that was probably meant, where one is close. */
  readonly meant: string | undefined;
  readonly message: string;
  readonly at: Span;
  readonly place: Place;
}

export function issuesIn(places: readonly Place[], source: Source): readonly ExpressionIssue[] {
  const issues: ExpressionIssue[] = [];
  for (const place of places) {
    for (const expression of place.expressions) {
      if (expression.syntax === undefined) continue;
      const tell = ({ kind, path, message, node, meant }: Issue) =>
        issues.push({ kind, path: path ?? [], meant, message, place, at: spanIn({ source }, expression, node.at) });
      const type = inferType(expression.syntax, place.contexts(), tell);
      const complaint = unfit(type, place, expression);
      if (complaint !== undefined)
        issues.push({ kind: "type", path: [], meant: undefined, message: complaint, place, at: expression.at });
    }
  }
  return issues;
}

function unfit(type: Type, place: Place, expression: Expression): string | undefined {
  if (type.kind === "any") return undefined;
  const whole = soleExpression(place.text) === expression || literalOf(place.text) !== undefined;
  const expected = fits[place.expects];
  if (!whole && !printable(type))
    return `${show(type)} becomes no useful text; take a property of it, or write toJSON(…)`;
  if (!whole || expected.takes(type)) return undefined;
  return `expected ${expected.name}, and "${expression.text}" is ${show(type)}`;
}

const fits: Readonly<Record<Expects, { readonly name: string; readonly takes: (type: Type) => boolean }>> = {
  text: { name: "text (take a property, or write toJSON(…))", takes: printable },
  condition: { name: "anything", takes: () => true },
  boolean: { name: "true or false", takes: ({ kind }) => kind === "boolean" },
  number: { name: "a number", takes: ({ kind }) => kind === "number" },
  object: { name: "an object", takes: ({ kind }) => kind === "object" },
  labels: {
    name: "a label or a list of labels",
    takes: (type) =>
      type.kind === "string" || (type.kind === "array" && (type.of.kind === "string" || type.of.kind === "any")),
  },
  list: { name: "a list", takes: ({ kind }) => kind === "array" },
  data: { name: "anything", takes: () => true },
};
