/** GitHub's functions. Names and order of arguments are GitHub's; the types say what comes in and what comes out. */
import { type AnyExpr, Expr, fields, nodeOf, type ReadsOf, type Scalar, type Value } from "./expression.ts";
import type { Node } from "./node.ts";
import type { Context } from "./positions.gen.ts";

const call = (name: string, args: readonly unknown[]): Node => ({ kind: "call", name, args: args.map(nodeOf) });

/**
 * Text with a part in it, or a list with that element. Without regard to upper and lower case.
 *
 * ```ts
 * contains(github.ref, "release/")
 * contains(each(github.event.pull_request.labels, (label) => label.name), "urgent")
 * ```
 */
export const contains = <C extends Context, D extends Context = never>(
  within: Expr<string | null | readonly Scalar[], C>,
  part: Scalar | Expr<Scalar, D>,
): Expr<boolean, C | D> => new Expr(call("contains", [within, part]));

/** Is the text one of these? `oneOf(github.event_name, "push", "schedule")` */
export const oneOf = <T extends string, C extends Context>(
  text: Expr<T | null, C>,
  ...of: readonly [NoInfer<T>, ...NoInfer<T>[]]
): Expr<boolean, C> => new Expr(call("contains", [new Expr(call("fromJSON", [JSON.stringify(of)])), text]));

/** Does text begin with this? `startsWith(github.ref, "refs/tags/v")`. Without regard to upper and lower case. */
export const startsWith = <C extends Context = never, D extends Context = never>(
  text: string | Expr<string | null, C>,
  start: string | Expr<string | null, D>,
): Expr<boolean, C | D> => new Expr(call("startsWith", [text, start]));

/** Does text end with this? `endsWith(github.repository, "-mirror")`. Without regard to upper and lower case. */
export const endsWith = <C extends Context = never, D extends Context = never>(
  text: string | Expr<string | null, C>,
  end: string | Expr<string | null, D>,
): Expr<boolean, C | D> => new Expr(call("endsWith", [text, end]));

/** `format('{0} of {1}', a, b)`. The template `` text`${a} of ${b}` `` says the same and reads better. */
export const format = <const V extends readonly (Scalar | Expr<Scalar>)[]>(
  pattern: string,
  ...values: V
): Expr<string, ReadsOf<V[number]>> => new Expr(call("format", [pattern, ...values]));

/** The elements of a list as one text: `join(each(github.event.commits, (commit) => commit.id), " ")`. */
export const join = <C extends Context>(list: Expr<readonly Scalar[], C>, separator = ","): Expr<string, C> =>
  new Expr(call("join", [list, separator]));

/** The value as JSON text: `` sh`jq .title <<<${toJson(github.event.issue)}` ``. */
export const toJson = <C extends Context>(x: Expr<unknown, C>): Expr<string, C> => new Expr(call("toJSON", [x]));

/**
 * JSON text read as a value of a type that you promise: `fromJson<{ node: string }>()(setup.outputs.matrix)`. Nothing can
 * check the promise; a wrong one shows when the workflow runs.
 */
export const fromJson =
  <T>() =>
  <C extends Context>(x: Expr<string | null, C>): Value<T, C> =>
    fields(call("fromJSON", [x]));

/** Text that is a number, as a number: `gt(asNumber(build.outputs.count), 3)`. Outputs and variables are always text. */
export const asNumber = <C extends Context>(x: Expr<string | null, C>): Expr<number, C> =>
  new Expr(call("fromJSON", [x]));

/** A hash of the files that match, `''` when none does: for cache keys. `` text`npm-${hashFiles("package-lock.json")}` `` */
export const hashFiles = (...globs: readonly [string, ...string[]]): Expr<string, "hashFiles()"> =>
  new Expr(call("hashFiles", globs));

/** `a || b`: the value, or the other one where it is empty, false, zero or null. `orElse(inputs.environment, "staging")` */
export const orElse = <T extends Scalar, C extends Context, const D extends Scalar | Expr<Scalar>>(
  x: Expr<T | null, C>,
  otherwise: D,
): Expr<NonNullable<T> | (D extends Expr<infer U> ? U : D), C | ReadsOf<D>> =>
  new Expr({ kind: "infix", op: "||", args: [nodeOf(x), nodeOf(otherwise)] });

interface Choice<V> {
  readonly when: boolean | Expr<boolean>;
  /** the value when that holds */
  readonly use: V;
}
type Chosen<V> = V extends AnyExpr ? (V extends Expr<infer U> ? U : never) : V;

/**
 * GitHub's `case`: the first choice whose condition holds, else the last argument.
 * `choose({ when: onMain, use: "production" }, "staging")`
 */
export const choose = <
  const A extends readonly [Choice<Scalar | Expr<Scalar>>, ...Choice<Scalar | Expr<Scalar>>[]],
  const D extends Scalar | Expr<Scalar>,
>(
  ...args: readonly [...choices: A, otherwise: D]
): Expr<Chosen<A[number]["use"] | D>, ReadsOf<A[number]["when"]> | ReadsOf<A[number]["use"]> | ReadsOf<D>> =>
  new Expr(
    call(
      "case",
      args.flatMap((arg) => (isChoice(arg) ? [arg.when, arg.use] : [arg])),
    ),
  );
const isChoice = (x: unknown): x is Choice<unknown> => typeof x === "object" && x !== null && "when" in x && "use" in x;
