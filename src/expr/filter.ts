/** Object filters and single elements of lists. */
import { Expr, fields, nodeOf, type ObjectExpr, type Value } from "./expression.ts";
import type { Context } from "./positions.gen.ts";

type Element<T> = NonNullable<T> extends readonly (infer V)[] ? V : never;

/** The element at a place, counted from zero; null where there is none. */
export const at = <T extends readonly unknown[] | null, C extends Context>(
  list: Expr<T, C>,
  index: number,
): Value<Element<T> | null, C> => fields({ kind: "index", of: nodeOf(list), index: nodeOf(index) });

/**
 * `list.*.field`: that field of every element, as a list.
 * `contains(each(github.event.pull_request.labels, (label) => label.name), "release")`
 */
export function each<T extends readonly unknown[] | null, C extends Context, V>(
  list: Expr<T, C>,
  of: (element: ObjectExpr<Element<T>, C>) => Expr<V, C>,
): Expr<readonly V[], C> {
  const element = fields<ObjectExpr<Element<T>, C>>({ kind: "filter", of: nodeOf(list) });
  return new Expr(nodeOf(of(element)));
}
