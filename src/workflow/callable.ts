/** What makes a workflow one that can be called: what it takes, what it is trusted with, what it gives. */
export declare const takes: unique symbol;
export declare const keeps: unique symbol;
export declare const gives: unique symbol;

/** A workflow that `call` takes: what it takes, what it is trusted with and what it gives are known to the compiler. */
export interface Callable<
  out CI,
  out CS,
  out O,
  _Tip extends string = "only a workflow with `workflow_call` in its `on` can be called",
> {
  readonly [takes]: CI;
  readonly [keeps]: CS;
  readonly [gives]: O;
}
