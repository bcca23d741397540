import type { AnyExpr, Expr, ReadsOf, ValueOf } from "../expr/expression.ts";
import type { StringRunnerContext } from "../expr/positions.gen.ts";
import type { Unusable } from "../expr/tell.ts";
import type { AnyJob } from "./job-model.ts";

/** A job whose outputs others may read: reading one is enough for `needs`. */
export interface Job<out O = object> extends AnyJob {
  readonly outputs: JobOutputs<O>;
}
/** A job that runs once per combination: every leg writes the same outputs and the last one wins, so it has no `outputs`. */
export interface MatrixJob<
  out O = object,
  _Tip extends
    string = "every leg writes its outputs and the last one wins: upload artifacts, or take .lastLeg.outputs knowingly",
> extends AnyJob {
  readonly lastLeg: { readonly outputs: JobOutputs<O> };
}

/** What others read of a job: `O` names the value of each output. */
export type JobOutputs<O> = O extends void
  ? JobWithoutOutputs
  : { readonly [N in keyof O]: O[N] extends Unusable<string> ? O[N] : Expr<O[N], "needs"> };
interface JobWithoutOutputs<_Tip extends string = "return { name: step.outputs.x } at the end of its steps"> {
  readonly [none]: true;
}
declare const none: unique symbol;
/** What a block returned, as the value others will read. */
type Returned<V, N> = V extends AnyExpr
  ? [ReadsOf<V>] extends [ReadsOf<StringRunnerContext<unknown>>]
    ? AsText<ValueOf<V>>
    : Unusable<`output ${N & string} reads status functions, which outputs cannot`>
  : V extends string | number | boolean
    ? AsText<V>
    : Unusable<`output ${N & string} is not an expression: return something like step.outputs.name`>;
/** Outputs travel as text. */
type AsText<V> = V extends string ? V : V extends number | boolean ? `${V}` : string;
export type Values<O> = { readonly [N in keyof O]: Returned<O[N], N> };
