import { type AnyExpr, Expr, fields, isExpression, type ValueOf } from "../expr/expression.ts";
import { path } from "../expr/node.ts";
import type {
  JobIf,
  ScalarNeedsContext,
  ScalarNeedsContextWithSecrets,
  Strategy,
  StringStrategyContext,
} from "../expr/positions.gen.ts";
import type { Nothing } from "../expr/tell.ts";
import type { Callable } from "./callable.ts";
import { type AnyJob, model, type RemoteWorkflow } from "./job-model.ts";
import { place } from "./place.ts";
import type { Variables, Written } from "./positions.ts";
import type { Granted } from "./scopes.gen.ts";
import type { JobConcurrencyGroup } from "./settings.ts";
import type { InputValue } from "./triggers.ts";
import type { Untyped } from "./untyped.ts";
import { type AnyWorkflow, isWorkflow } from "./workflow-model.ts";

type Required<I> = { [N in keyof I]: I[N] extends { readonly required: true } ? N : never }[keyof I];
// the union stands here, not behind a name: a name would be printed instead of the sentence
type With<CI> = { readonly [N in Required<CI>]: InputValue<CI[N]> | ScalarNeedsContext<InputValue<CI[N]>> } & {
  readonly [N in Exclude<keyof CI, Required<CI>>]?: InputValue<CI[N]> | ScalarNeedsContext<InputValue<CI[N]>>;
};
type Needed<CS> = { readonly [N in Required<CS>]: ScalarNeedsContextWithSecrets<string> } & {
  readonly [N in Exclude<keyof CS, Required<CS>>]?: ScalarNeedsContextWithSecrets<string>;
};
// one object type each, no intersection: only then does the compiler say "Property 'x' is missing" in its first line
export type InputsFor<CI> = { readonly [N in keyof With<CI>]: With<CI>[N] };
export type SecretsFor<CS> = { readonly [N in keyof Needed<CS>]: Needed<CS>[N] };
type Key<Name extends string, T> = Nothing extends T ? { readonly [N in Name]?: T } : { readonly [N in Name]: T };

/** GitHub takes these keys of a job that calls a workflow, and no others. */
interface CallKeys {
  readonly name?: string | StringStrategyContext<string> | undefined;
  readonly needs?: readonly AnyJob[] | undefined;
  readonly if?: boolean | JobIf<boolean | null> | undefined;
  readonly concurrency?: JobConcurrencyGroup | undefined;
  /** one call per combination; what it was given is read as `matrix` in `with` */
  readonly matrix?: object | undefined;
  readonly strategy?:
    | { readonly failFast?: boolean | Strategy<boolean>; readonly maxParallel?: number | Strategy<number> }
    | undefined;
  /** the most the called jobs may ever have: generation fails when they need more */
  readonly permissionsAtMost?: Granted | undefined;
  readonly comment?: string | undefined;
  readonly untyped?: Untyped | undefined;
}
type CallParts<CI, CS> = CallKeys & Key<"with", InputsFor<CI>> & Key<"secrets", SecretsFor<CS>>;
/** What a call may say: the inputs and secrets that the called workflow declares, required ones required, and the keys of such a job. */
export type Call<CI, CS> = { readonly [N in keyof CallParts<CI, CS>]: CallParts<CI, CS>[N] };

type Output<V> = V extends AnyExpr
  ? Expr<ValueOf<V>, "needs">
  : V extends { readonly value: infer W }
    ? Expr<W extends AnyExpr ? ValueOf<W> : string, "needs">
    : Expr<string, "needs">;
export type Called<O> = { readonly [N in keyof O]: Output<O[N]> };
/** A job that calls a workflow: its outputs are the workflow's. */
export interface CalledJob<out O> extends AnyJob {
  readonly outputs: Called<O>;
}

interface AnyCall extends CallKeys {
  readonly with?: object;
  readonly secrets?: object;
}
type AnyCallee = AnyWorkflow | RemoteWorkflow;
const isCallee = (x: object): x is AnyCallee => isWorkflow(x) || ("uses" in x && "pin" in x);

const isWritten = (x: unknown): x is Written =>
  x === null || isExpression(x) || typeof x === "string" || typeof x === "number" || typeof x === "boolean";
const variables = (given: object = {}): Variables =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, Written] => isWritten(entry[1])));

/**
 * A job that runs a reusable workflow: inputs, secrets and outputs are those that the callee declares. Its permissions are what the
 * called jobs need altogether, for GitHub rejects a call that grants less.
 *
 * ```ts
 * const staging = call("staging", release, { with: { environment: "staging" }, secrets: { TOKEN: secret("TOKEN") } });
 * ```
 */
export function call<CI, CS, O>(id: string, callee: Callable<CI, CS, O>, options: Call<CI, CS>): CalledJob<O>;
export function call(id: string, callee: object, options: AnyCall): AnyJob {
  if (!isCallee(callee))
    throw new TypeError(`job ${id} calls what is no workflow: pass what workflow() or remoteWorkflow() returned`);
  const { secrets } = options;
  const called: CalledJob<Nothing> = {
    id,
    result: new Expr(path("needs", id, "result")),
    outputs: fields(path("needs", id, "outputs")),
    [model]: {
      kind: "call",
      id,
      place: place(call),
      callee,
      name: options.name,
      needs: options.needs ?? [],
      if: options.if,
      matrix: options.matrix,
      strategy: options.strategy,
      concurrency: options.concurrency,
      with: variables(options.with),
      secrets: isExpression(secrets) ? secrets : variables(secrets),
      permissionsAtMost: options.permissionsAtMost,
      comment: options.comment,
      untyped: options.untyped ?? {},
    },
  };
  return called;
}

/** Hands on every secret that the caller has (`secrets: inherit`): only within one organisation, and one hop at a time. */
export const allSecrets = <S>(): S => fields(path("secrets"));
