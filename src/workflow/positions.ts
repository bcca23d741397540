/** Unions that several positions share, under one name each. */
import type { AnyExpr, Scalar } from "../expr/expression.ts";

/** What the model holds where an author may write a literal or an expression; types have checked it where it was written. */
export type Written = Scalar | AnyExpr;
export type Variables = { readonly [name: string]: Written };
