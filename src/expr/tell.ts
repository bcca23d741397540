/** Types whose arguments are the sentence that the compiler prints. */
import type { Expr } from "./expression.ts";

/**
 * Asked for, never given: a parameter of this type refuses everything, and its argument says what to do. It has only the
 * members of an expression, so that the first line reads "not assignable to Tell<…>", not "property is missing".
 */
export interface Tell<_Message extends string> extends Expr<never, never> {}

/** As `Tell`, for a sentence that ends in a list of what there is. */
export interface TellList<_Message extends string, _List> extends Expr<never, never> {}

declare const why: unique symbol;
/** Given, never accepted: a mistake carried as a value, reported where it is used. */
export interface Unusable<Why extends string> {
  readonly [why]: Why;
}

/** The object without keys. What is assignable to it, or it to what, says whether keys are required. */
export type Nothing = { readonly [N in never]: unknown };
