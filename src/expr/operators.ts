import { type AnyExpr, Expr, nodeOf, type ReadsOf, type Scalar, type ValueOf } from "./expression.ts";
import type { Infix } from "./node.ts";
import type { Context } from "./positions.gen.ts";
import type { Tell, TellList } from "./tell.ts";

type Operand = Scalar | AnyExpr;

/** GitHub turns different kinds into numbers before it compares them, which is never what is meant. */
type Kind<T> = [T] extends [null]
  ? "null"
  : [NonNullable<T>] extends [string]
    ? "text"
    : [NonNullable<T>] extends [number]
      ? "a number"
      : [NonNullable<T>] extends [boolean]
        ? "a boolean"
        : "an object";
type Overlap<A, B> = A extends B ? A : B extends A ? B : never;
type Comparable<A, B, Right, How extends string> =
  Kind<A> extends "null"
    ? Right
    : Kind<B> extends "null"
      ? Right
      : Kind<A> extends "an object"
        ? Tell<`${How}() cannot compare objects: compare one of their fields`>
        : Kind<A> extends Kind<B>
          ? [Overlap<NonNullable<A>, NonNullable<B>>] extends [never]
            ? TellList<`${How}() always gives the same here: the left side is only ever`, A>
            : Right
          : Tell<`${How}() compares ${Kind<A>} with ${Kind<B>}: convert one of them, with asNumber(x) or isTrue(x)`>;
type Ordered<A, B, Right, How extends string> =
  Kind<A> extends "a number"
    ? Kind<B> extends "a number"
      ? Right
      : Tell<`${How}() compares a number with ${Kind<B>}: convert it with asNumber(x)`>
    : Tell<`${How}() compares ${Kind<A>}: only numbers have an order that is meant, convert with asNumber(x)`>;

const infix = <A, B>(op: Infix, a: unknown, b: unknown): Expr<boolean, ReadsOf<A> | ReadsOf<B>> =>
  new Expr({ kind: "infix", op, args: [nodeOf(a), nodeOf(b)] });

/**
 * `a == b`. Text is compared without regard to upper and lower case. What can never be equal does not compile: a boolean and
 * text, or text of a choice and a word that it has not.
 *
 * ```ts
 * eq(github.ref, "refs/heads/main")
 * eq(staging.result, "success")
 * ```
 */
export const eq = <const A extends Operand, const B extends Operand>(
  a: A,
  b: Comparable<ValueOf<A>, ValueOf<B>, B, "eq">,
): Expr<boolean, ReadsOf<A> | ReadsOf<B>> => infix("==", a, b);

/** `a != b`. Text is compared without regard to upper and lower case. */
export const ne = <const A extends Operand, const B extends Operand>(
  a: A,
  b: Comparable<ValueOf<A>, ValueOf<B>, B, "ne">,
): Expr<boolean, ReadsOf<A> | ReadsOf<B>> => infix("!=", a, b);

/** `a < b`, of numbers. */
export const lt = <const A extends Operand, const B extends Operand>(
  a: A,
  b: Ordered<ValueOf<A>, ValueOf<B>, B, "lt">,
): Expr<boolean, ReadsOf<A> | ReadsOf<B>> => infix("<", a, b);

/** `a <= b`, of numbers. */
export const le = <const A extends Operand, const B extends Operand>(
  a: A,
  b: Ordered<ValueOf<A>, ValueOf<B>, B, "le">,
): Expr<boolean, ReadsOf<A> | ReadsOf<B>> => infix("<=", a, b);

/** `a > b`, of numbers. */
export const gt = <const A extends Operand, const B extends Operand>(
  a: A,
  b: Ordered<ValueOf<A>, ValueOf<B>, B, "gt">,
): Expr<boolean, ReadsOf<A> | ReadsOf<B>> => infix(">", a, b);

/** `a >= b`, of numbers. */
export const ge = <const A extends Operand, const B extends Operand>(
  a: A,
  b: Ordered<ValueOf<A>, ValueOf<B>, B, "ge">,
): Expr<boolean, ReadsOf<A> | ReadsOf<B>> => infix(">=", a, b);

/** An operand of and, or, not. GitHub takes anything there, and text is true unless it is empty. */
export interface Truth<
  out T,
  _Tip extends string = "a condition is boolean. Text? Say how it is read: isTrue(x), notEmpty(x) or eq(x, '…')",
> extends Expr<T> {}

const chain = <A extends readonly unknown[]>(op: Infix, all: A): Expr<boolean, ReadsOf<A[number]>> =>
  new Expr(all.length === 1 ? nodeOf(all[0]) : { kind: "infix", op, args: all.map(nodeOf) });

// a tuple, not `...all: Truth<C>[]`: candidates "github" and a caller's own type parameter have no common type
/** All of them: `a && b && …`. `and(eq(github.ref, "refs/heads/main"), not(isTrue(variable("QUIET"))))` */
export const and = <const A extends readonly (boolean | Truth<boolean | null>)[]>(
  ...all: A
): Expr<boolean, ReadsOf<A[number]>> => chain("&&", all);

/** One of them at least: `a || b || …`. For a value with another one to fall back on there is `orElse`. */
export const or = <const A extends readonly (boolean | Truth<boolean | null>)[]>(
  ...all: A
): Expr<boolean, ReadsOf<A[number]>> => chain("||", all);

/** `!a`: `not(cancelled())`, to clean up unless the run was cancelled. */
export const not = <const A extends boolean | Truth<boolean | null>>(x: A): Expr<boolean, ReadsOf<A>> =>
  new Expr({ kind: "not", arg: nodeOf(x) });

/** Text read as a boolean: true when it is `true`. Outputs, variables and inputs of actions are text. `isTrue(build.outputs.skipped)` */
export const isTrue = <C extends Context>(x: Expr<string | null, C>): Expr<boolean, C> => infix("==", x, "true");

/** Text read as a boolean: true unless it is empty. `notEmpty(github.head_ref)` */
export const notEmpty = <C extends Context>(x: Expr<string | null, C>): Expr<boolean, C> => infix("!=", x, "");

/** Text read as a boolean: true only when it is empty. */
export const isEmpty = <C extends Context>(x: Expr<string | null, C>): Expr<boolean, C> => infix("==", x, "");
