import { type AnyExpr, Expr, fields, type ReadsOf, type ValueOf } from "../expr/expression.ts";
import { path } from "../expr/node.ts";
import type {
  BooleanStrategyContext,
  JobEnv,
  JobEnvironmentName,
  JobIf,
  NumberStrategyContext,
  RunsOn,
  ServicesContainer,
  Strategy,
  StringRunnerContext,
  StringStrategyContext,
} from "../expr/positions.gen.ts";
import type { Unusable } from "../expr/tell.ts";
import { Recorder, type StepContexts } from "./block.ts";
import { type AnyJob, type JobModel, model } from "./job-model.ts";
import type { Matrix, MatrixInput, MatrixRules, NoMatrix, StrategyContext } from "./matrix.ts";
import { place } from "./place.ts";
import type { Granted } from "./scopes.gen.ts";
import type {
  CacheMode,
  Defaults,
  Environment,
  JobConcurrencyGroup,
  JobContainer,
  RunnerGroup,
  ServiceContainer,
  Snapshot,
} from "./settings.ts";
import type { Printable } from "./step.ts";
import type { Untyped } from "./untyped.ts";

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
type Values<O> = { readonly [N in keyof O]: Returned<O[N], N> };

/** A position that may read the matrix of its job: `({ matrix }) => matrix.os` */
export type ByMatrix<M, P extends keyof Late> = (contexts: {
  readonly matrix: Matrix<M>;
  readonly strategy: StrategyContext;
}) => Late[P];
// named by position, so that an error prints ByMatrix<…, "runs-on"> and not its sentence a second time
interface Late {
  readonly "runs-on": string | readonly string[] | RunsOn<string> | RunnerGroup;
  readonly name: string | StringStrategyContext<Printable>;
  readonly environment: string | JobEnvironmentName<string> | Environment;
  readonly env: { readonly [name: string]: Printable | JobEnv<Printable> };
  readonly concurrency: JobConcurrencyGroup;
  readonly container: string | JobContainer;
  readonly services: { readonly [name: string]: string | ServiceContainer };
  readonly "timeout-minutes": number | NumberStrategyContext<number>;
  readonly "continue-on-error": boolean | BooleanStrategyContext<boolean>;
}

/** What a block of steps may return: its outputs, or nothing. */
export type Outputs = { readonly [output: string]: unknown };
// biome-ignore lint/suspicious/noConfusingVoidType: a block without `return` gives void, and nothing else says so
export type Returns = Outputs | void;
/** The steps of a job, as statements; what it returns others may read. */
export type StepsBlock<
  M,
  O,
  _Tip extends string = "return the outputs: { name: step.outputs.x }, or nothing; not async",
> = (contexts: StepContexts<M>) => O;

export interface JobDefinition<M, O> {
  /** what people see; else the id */
  readonly name?: string | StringStrategyContext<Printable> | ByMatrix<M, "name"> | undefined;
  readonly runsOn: string | readonly string[] | RunsOn<string> | RunnerGroup | ByMatrix<M, "runs-on">;
  /** only for order: jobs whose outputs are read are found by themselves */
  readonly needs?: readonly AnyJob[] | undefined;
  readonly if?: boolean | JobIf<boolean | null> | undefined;
  /** one run of the job per combination: `{ node: [22, 24], os: ["ubuntu-24.04"] }` */
  readonly matrix?: M & MatrixRules<M>;
  readonly strategy?:
    | { readonly failFast?: boolean | Strategy<boolean>; readonly maxParallel?: number | Strategy<number> }
    | undefined;
  readonly environment?: string | JobEnvironmentName<string> | Environment | ByMatrix<M, "environment"> | undefined;
  readonly concurrency?: JobConcurrencyGroup | ByMatrix<M, "concurrency"> | undefined;
  readonly env?: { readonly [name: string]: Printable | JobEnv<Printable> } | ByMatrix<M, "env"> | undefined;
  readonly defaults?: Defaults | undefined;
  readonly timeoutMinutes?: number | NumberStrategyContext<number> | ByMatrix<M, "timeout-minutes"> | undefined;
  /** how long steps may clean up after a cancel; 5 unless told */
  readonly cancelTimeoutMinutes?: number | NumberStrategyContext<number> | undefined;
  readonly continueOnError?: boolean | BooleanStrategyContext<boolean> | ByMatrix<M, "continue-on-error"> | undefined;
  readonly container?: string | JobContainer | ByMatrix<M, "container"> | undefined;
  readonly services?:
    | { readonly [name: string]: string | ServiceContainer | ServicesContainer<string> }
    | ByMatrix<M, "services">
    | undefined;
  /** beyond what its steps say they need */
  readonly permissions?: Granted | undefined;
  /** the most this job may ever have: generation fails when a step needs more */
  readonly permissionsAtMost?: Granted | undefined;
  readonly cacheMode?: CacheMode | undefined;
  readonly snapshot?: string | Snapshot | undefined;
  readonly steps: StepsBlock<M, O>;
  /** stands above the job in the YAML */
  readonly comment?: string | undefined;
  /** keys that tidegate does not know yet, written as they are */
  readonly untyped?: Untyped | undefined;
}

/** What a job definition says, its late positions given their matrix. */
function modelOf<M extends MatrixInput | NoMatrix, O>(id: string, d: JobDefinition<M, O>): JobModel {
  const recorder = new Recorder();
  const outputs = d.steps(recorder.contexts<M>());
  const contexts = { matrix: fields<Matrix<M>>(path("matrix")), strategy: fields<StrategyContext>(path("strategy")) };
  const now = <T>(x: T | ((given: typeof contexts) => T)): T => (x instanceof Function ? x(contexts) : x);
  return {
    id,
    place: place(job),
    kind: "steps",
    name: now(d.name),
    runsOn: now(d.runsOn),
    needs: d.needs ?? [],
    if: d.if,
    matrix: d.matrix,
    strategy: d.strategy,
    environment: now(d.environment),
    environmentUrl: recorder.environmentUrl,
    concurrency: now(d.concurrency),
    env: now(d.env) ?? {},
    defaults: d.defaults,
    timeoutMinutes: now(d.timeoutMinutes),
    cancelTimeoutMinutes: d.cancelTimeoutMinutes,
    continueOnError: now(d.continueOnError),
    container: now(d.container),
    services: now(d.services),
    permissions: d.permissions,
    permissionsAtMost: d.permissionsAtMost,
    cacheMode: d.cacheMode,
    snapshot: d.snapshot,
    steps: recorder.steps,
    outputs: typeof outputs === "object" && outputs !== null ? outputs : {},
    comment: d.comment,
    untyped: d.untyped ?? {},
  };
}

/**
 * A job: where it runs, and its steps. What the block returns are the job's outputs; whoever reads one needs the job.
 *
 * ```ts
 * const build = job("build", {
 *   runsOn: "ubuntu-24.04",
 *   steps: ({ step }) => {
 *     step(checkout());
 *     const version = step(sh`echo "version=$(cat VERSION)" >> "$GITHUB_OUTPUT"`, { outputs: ["version"] });
 *     return { version: version.outputs.version };
 *   },
 * });
 * ```
 */
export function job<O extends Returns, const M extends MatrixInput | NoMatrix = NoMatrix>(
  id: string,
  definition: JobDefinition<M, O>,
): [M] extends [NoMatrix] ? Job<Values<O>> : MatrixJob<Values<O>>;
export function job<O extends Returns, M extends MatrixInput | NoMatrix>(
  id: string,
  definition: JobDefinition<M, O>,
): AnyJob {
  const read = { outputs: fields<JobOutputs<object>>(path("needs", id, "outputs")) };
  return {
    id,
    result: new Expr(path("needs", id, "result")),
    [model]: modelOf(id, definition),
    ...(definition.matrix ? { lastLeg: read } : read),
  };
}
