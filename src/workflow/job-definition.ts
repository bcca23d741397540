import type {
  BooleanStrategyContext,
  JobEnv,
  JobEnvironmentName,
  JobIf,
  NumberStrategyContext,
  RunsOn,
  ServicesContainer,
  Strategy,
  StringStrategyContext,
} from "../expr/positions.gen.ts";
import type { StepContexts } from "./block.ts";
import type { AnyJob } from "./job-model.ts";
import type { Matrix, MatrixRules, StrategyContext } from "./matrix.ts";
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

/** What a job is: where it runs, when, with what around it, and its steps. Only `runsOn` and `steps` must be there. */
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
