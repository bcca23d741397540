import type { AnyExpr, Expr } from "../expr/expression.ts";
import type { Place } from "./place.ts";
import type { Variables, Written } from "./positions.ts";
import type { Pin } from "./runnable.ts";
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
import type { Result, StepModel } from "./step.ts";
import type { Untyped } from "./untyped.ts";
import type { AnyWorkflow } from "./workflow-model.ts";

/** Where a job or a workflow keeps what generation reads; shared between copies of this package. */
export const model: unique symbol = Symbol.for("tidegate.model");

/** Something that `needs` accepts: the job itself. */
export interface AnyJob<_Tip extends string = "pass the job itself, as job() returned it, not its name"> {
  readonly id: string;
  /** how it ended, for those that come after it */
  readonly result: Expr<Result, "needs">;
  readonly [model]: JobModel | CallModel;
}

interface Common {
  readonly id: string;
  readonly place: Place;
  readonly name: Written | undefined;
  readonly needs: readonly AnyJob[];
  readonly if: boolean | AnyExpr | undefined;
  readonly matrix: object | undefined;
  readonly strategy:
    | { readonly failFast?: Written | undefined; readonly maxParallel?: Written | undefined }
    | undefined;
  readonly concurrency: JobConcurrencyGroup | undefined;
  readonly permissionsAtMost: Granted | undefined;
  readonly comment: string | undefined;
  readonly untyped: Untyped;
}

/** A job with steps, as generation sees it. */
export interface JobModel extends Common {
  readonly kind: "steps";
  readonly runsOn: string | readonly string[] | AnyExpr | RunnerGroup;
  readonly environment: string | AnyExpr | Environment | undefined;
  readonly environmentUrl: Written | undefined;
  readonly env: Variables;
  readonly defaults: Defaults | undefined;
  readonly timeoutMinutes: Written | undefined;
  readonly cancelTimeoutMinutes: Written | undefined;
  readonly continueOnError: Written | undefined;
  readonly container: string | JobContainer | undefined;
  readonly services: { readonly [name: string]: string | ServiceContainer | AnyExpr } | undefined;
  readonly permissions: Granted | undefined;
  readonly cacheMode: CacheMode | undefined;
  readonly snapshot: string | Snapshot | undefined;
  readonly steps: readonly StepModel[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A job that runs a reusable workflow, as generation sees it. */
export interface CallModel extends Common {
  readonly kind: "call";
  readonly callee: AnyWorkflow | RemoteWorkflow;
  readonly with: Variables;
  /** `secrets` itself stands for all of them */
  readonly secrets: Variables | AnyExpr;
}

/** A reusable workflow of another repository. */
export interface RemoteWorkflow {
  /** `owner/repo/.github/workflows/x.yml` */
  readonly uses: string;
  readonly pin: Pin;
  readonly permissions: Granted;
}
