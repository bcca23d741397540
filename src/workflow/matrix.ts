import type { Expr, ObjectExpr } from "../expr/expression.ts";
import type { Strategy } from "../expr/positions.gen.ts";
import type { TellList } from "../expr/tell.ts";
import type { Result } from "./step.ts";

type Scalar = string | number | boolean;
type Cell = Scalar | { readonly [key: string]: Scalar };
type Axis = readonly Cell[] | Strategy<readonly Cell[]>;
/** YAML's own shape: axes, and beside them `include` and `exclude`. A whole matrix may also be an expression. */
export type MatrixInput =
  | {
      // `undefined` is for readers of the published types without exactOptionalPropertyTypes: there `include?` holds it
      readonly [axis: string]: Axis | readonly object[] | undefined;
      readonly include?: readonly object[];
      readonly exclude?: readonly object[];
    }
  | Strategy<object>;

type Axes<M> = Exclude<keyof M, "include" | "exclude">;
type Cells<A> = A extends readonly (infer V)[] ? V : A extends Expr<readonly (infer V)[]> ? V : never;
type Included<M> = M extends { readonly include: readonly (infer R)[] } ? R : never;
type KeysOf<R> = R extends unknown ? keyof R : never;
type CellOf<R, K> = R extends unknown ? (K extends keyof R ? R[K] : never) : never;
type CellExpr<V> = [V] extends [Scalar | null] ? Expr<V, "matrix"> : ObjectExpr<V, "matrix">;

/** An `exclude` entry may name only axes, and only values that occur there. */
export type MatrixRules<M> = M extends { readonly exclude: infer E } ? { readonly exclude: Excludes<E, M> } : unknown;
// a mapped type keeps tuples only over a naked type parameter: hence the helper
type Excludes<E, M> = {
  readonly [I in keyof E]: {
    readonly [K in keyof E[I]]: K extends Axes<M>
      ? E[I][K] extends Cells<M[K]>
        ? unknown
        : TellList<`axis ${K & string} has no such value. There are`, Cells<M[K]>>
      : TellList<`no axis ${K & string} to exclude. There are`, Axes<M>>;
  };
};

/** A job without a matrix has no `matrix` to read. */
export interface NoMatrix {
  readonly include?: never;
  readonly exclude?: never;
}
interface AJobWithoutMatrix<_Tip extends string = "give the job matrix: { axis: […] } first"> extends NoMatrix {}

/** `matrix`: an axis has its own values and those that `include` adds; a key of `include` alone may be missing. */
export type Matrix<M> = M extends NoMatrix
  ? AJobWithoutMatrix
  : M extends Expr<infer Row>
    ? { readonly [K in keyof Row]: Expr<Row[K], "matrix"> }
    : {
        readonly [K in Axes<M> | KeysOf<Included<M>>]: CellExpr<
          Cells<K extends keyof M ? M[K] : never> | CellOf<Included<M>, K> | (K extends Axes<M> ? never : null)
        >;
      };

/** Where this leg of the matrix stands among the others. */
export interface StrategyContext {
  readonly "fail-fast": Expr<boolean, "strategy">;
  readonly "job-index": Expr<number, "strategy">;
  readonly "job-total": Expr<number, "strategy">;
  readonly "max-parallel": Expr<number, "strategy">;
}
/** The machine the job runs on. */
export interface RunnerContext {
  readonly name: Expr<string, "runner">;
  readonly os: Expr<"Linux" | "Windows" | "macOS", "runner">;
  readonly arch: Expr<"X86" | "X64" | "ARM" | "ARM64", "runner">;
  /** a folder that is emptied before and after the job */
  readonly temp: Expr<string, "runner">;
  readonly tool_cache: Expr<string, "runner">;
  readonly debug: Expr<string, "runner">;
  readonly environment: Expr<"github-hosted" | "self-hosted", "runner">;
}
/** The job as it runs. */
export interface JobContext {
  readonly status: Expr<Exclude<Result, "skipped">, "job">;
  readonly check_run_id: Expr<number, "job">;
  readonly container: ObjectExpr<{ readonly id: string; readonly network: string }, "job">;
  readonly services: {
    readonly [name: string]: ObjectExpr<
      { readonly id: string; readonly network: string; readonly ports: { readonly [port: string]: string } },
      "job"
    >;
  };
  /** the repository of the file that defines this job, also when another repository calls it */
  readonly workflow_repository: Expr<string, "job">;
  readonly workflow_ref: Expr<string, "job">;
  readonly workflow_sha: Expr<string, "job">;
  readonly workflow_file_path: Expr<string, "job">;
}
