import { literal, type Node } from "./node.ts";
import type { Context } from "./positions.gen.ts";
import { print } from "./print.ts";

declare const value: unique symbol;
declare const reads: unique symbol;
/** Shared between copies of this package, so that a workflow made with one is understood by the other. */
const node: unique symbol = Symbol.for("tidegate.expression");

/**
 * An expression that GitHub evaluates: `T` is the type of its value, `C` what it reads to get it. Both exist only for the
 * compiler. Make one with `github`, `secret()`, `eq()`, a step's or a job's `outputs`; put it where a value is expected.
 */
export class Expr<out T, out C extends Context = Context> {
  declare readonly [value]: T;
  declare readonly [reads]: C;
  readonly [node]: Node;

  constructor(of: Node) {
    this[node] = of;
  }

  /** In a plain string it becomes `${{ … }}`; generation checks it there like any other. */
  [Symbol.toPrimitive](): string {
    return `\${{ ${print(this[node])} }}`;
  }
}

export type AnyExpr = Expr<unknown>;
/** A value that a place of YAML takes as it stands. */
export type Scalar = string | number | boolean | null;
/** The type of an expression's value; a literal's own type. `ValueOf<typeof job.outputs.image>` */
export type ValueOf<E> = E extends { readonly [value]: infer T } ? T : E;
/** The contexts that an expression reads: what decides where it may stand. A literal reads none. */
export type ReadsOf<E> = E extends { readonly [reads]: infer C extends Context } ? C : never;

/** An expression whose value is an object: each field is an expression as well. A field of null is null. */
export type Fields<T, C extends Context> = { readonly [K in KeysOf<T>]: Value<Field<T, K>, C> };
export type Value<T, C extends Context> = [NonNullable<T>] extends [string | number | boolean]
  ? Expr<T, C>
  : NonNullable<T> extends readonly unknown[]
    ? Expr<T, C>
    : ObjectExpr<T, C>;
/** An expression of an object: `github.event.pull_request` is one, and so is each of its fields. */
export type ObjectExpr<T, C extends Context> = Expr<T, C> & Fields<T, C>;
type KeysOf<T> = T extends object ? keyof T : never;
type Field<T, K extends PropertyKey> = T extends object ? (K extends keyof T ? T[K] : null) : null;

export const isExpression = (x: unknown): x is AnyExpr => typeof x === "object" && x !== null && node in x;

/** The tree of an expression, or of a literal. Types have seen to it that nothing else comes here; JavaScript has not. */
export function nodeOf(x: unknown): Node {
  if (isExpression(x)) return x[node];
  if (x === null || typeof x === "string" || typeof x === "number" || typeof x === "boolean") return literal(x);
  throw new TypeError(`expected an expression, text, a number, a boolean or null; came ${typeof x}`);
}

const byKey = (names: Names): ProxyHandler<AnyExpr> => ({
  get(target, key) {
    if (typeof key === "symbol" || key === "constructor") return Reflect.get(target, key);
    // a promise is recognised by `then`: an expression is none
    if (key === "then") return undefined;
    return fields({ kind: "member", of: target[node], key: names[key] ?? key });
  },
});
type Names = Readonly<Record<string, string>>;
const asTheyAre = byKey({});

/**
 * An expression whose fields are expressions. The one border between what exists (a tree behind a proxy) and what the
 * compiler is told (`E`): the caller says which fields there are, and which have another name on GitHub.
 */
export function fields<E>(of: Node, names?: Names): E;
export function fields(of: Node, names?: Names): unknown {
  return new Proxy(new Expr(of), names ? byKey(names) : asTheyAre);
}
