import type { Expr } from "../expr/expression.ts";
import { fields } from "../expr/expression.ts";
import { path } from "../expr/node.ts";
import type { RunName, WorkflowEnv, WorkflowOutputContext } from "../expr/positions.gen.ts";
import type { Nothing } from "../expr/tell.ts";
import type { Callable } from "./callable.ts";
import type { GithubFor, StartedBy } from "./event.ts";
import { type AnyJob, model } from "./job-model.ts";
import { place } from "./place.ts";
import type { Granted } from "./scopes.gen.ts";
import type { CacheMode, WorkflowConcurrencyGroup, WorkflowDefaults } from "./settings.ts";
import type { Printable } from "./step.ts";
import type { CallInputs, CallSecrets, DispatchInputs, Inputs, On, Trigger } from "./triggers.ts";
import type { Untyped } from "./untyped.ts";
import type { AnyWorkflow, WorkflowModel } from "./workflow-model.ts";

/** What a workflow's triggers make known. Hand on what a job needs: single expressions, or `startedBy` for the whole payload. */
export interface Contexts<K extends Trigger, D = Nothing, CS = Nothing> {
  readonly github: GithubFor<K>;
  readonly startedBy: StartedBy<K>;
  readonly inputs: Inputs<K, D>;
  readonly secrets: { readonly [N in keyof CS]: Expr<string, "secrets"> };
}

/** An output of the workflow: a job's output, alone or with a description. */
interface WorkflowOutputs {
  readonly [name: string]:
    | Printable
    | WorkflowOutputContext<Printable>
    | { readonly value: Printable | WorkflowOutputContext<Printable>; readonly description: string };
}
type Jobs<O> = readonly AnyJob[] | { readonly jobs: readonly AnyJob[]; readonly outputs: O };

/** A value, or a function of what the triggers make known. */
type ByTriggers<C, T> = (contexts: C) => T;
/** The jobs of a workflow. */
export type JobsBlock<C, R, _Tip extends string = "return the jobs: [a, b], or { jobs: [a, b], outputs: { … } }"> = (
  contexts: C,
) => R;
type Env = { readonly [name: string]: Printable | WorkflowEnv<Printable> };

export interface WorkflowDefinition<K extends Trigger, D, CI, CS, S extends string, R> {
  readonly on: On<
    "GitHub starts workflows by push, pull_request, schedule, workflow_dispatch, workflow_call, release, …",
    K,
    D,
    CI,
    CS,
    S
  >;
  readonly description?: string | undefined;
  /** how a run is called in the list of runs */
  readonly runName?:
    | string
    | RunName<Printable>
    | ByTriggers<Contexts<K, D & CI, CS>, string | RunName<Printable>>
    | undefined;
  readonly env?: Env | ByTriggers<Contexts<K, D & CI, CS>, Env> | undefined;
  readonly defaults?: WorkflowDefaults | undefined;
  readonly concurrency?:
    | WorkflowConcurrencyGroup
    | ByTriggers<Contexts<K, D & CI, CS>, WorkflowConcurrencyGroup>
    | undefined;
  readonly cacheMode?: CacheMode | undefined;
  /** the most any job may ever have: generation fails when a step needs more */
  readonly permissionsAtMost?: Granted | undefined;
  readonly jobs: JobsBlock<Contexts<K, D & CI, CS>, R>;
  /** stands under the header in the YAML */
  readonly comment?: string | undefined;
  /** keys that tidegate does not know yet, written as they are */
  readonly untyped?: Untyped | undefined;
}

/** A workflow that only its triggers start. */
export interface Workflow extends AnyWorkflow {}

/** A workflow with `workflow_call`: its inputs, secrets and outputs are typed at the call. */
export interface ReusableWorkflow<out CI, out CS, out O> extends AnyWorkflow, Callable<CI, CS, O> {}

/**
 * A workflow: what starts it, and its jobs. A file of `workflows-src` exports it, `tidegate generate` writes its YAML.
 *
 * ```ts
 * export default workflow("CI", {
 *   on: { pull_request: {}, push: { branches: ["main"] } },
 *   jobs: () => [test, lint],
 * });
 * ```
 */
export function workflow<
  const K extends Trigger,
  const R extends Jobs<WorkflowOutputs>,
  const D extends DispatchInputs = Nothing,
  const CI extends CallInputs = Nothing,
  const CS extends CallSecrets = Nothing,
  const S extends string = never,
>(
  name: string,
  definition: WorkflowDefinition<K, D, CI, CS, S, R>,
): "workflow_call" extends K
  ? ReusableWorkflow<CI, CS, R extends { readonly outputs: infer O } ? O : Nothing>
  : Workflow;
export function workflow<K extends Trigger, R extends Jobs<WorkflowOutputs>, D, CI, CS, S extends string>(
  name: string,
  definition: WorkflowDefinition<K, D, CI, CS, S, R>,
): AnyWorkflow {
  const contexts: Contexts<K, D & CI, CS> = {
    github: fields(path("github")),
    startedBy: fields(path("github", "event")),
    inputs: fields(path("inputs")),
    secrets: fields(path("secrets")),
  };
  const now = <T>(x: T | ByTriggers<typeof contexts, T>): T => (x instanceof Function ? x(contexts) : x);
  const result: Jobs<WorkflowOutputs> = definition.jobs(contexts);
  const { jobs, outputs } = "jobs" in result ? result : { jobs: result, outputs: {} };
  const made: WorkflowModel = {
    kind: "workflow",
    name,
    place: place(workflow),
    description: definition.description,
    on: { ...definition.on },
    runName: now(definition.runName),
    env: now(definition.env) ?? {},
    defaults: definition.defaults,
    concurrency: now(definition.concurrency),
    cacheMode: definition.cacheMode,
    permissionsAtMost: definition.permissionsAtMost,
    jobs,
    outputs,
    comment: definition.comment,
    untyped: definition.untyped ?? {},
  };
  return { name, [model]: made };
}
