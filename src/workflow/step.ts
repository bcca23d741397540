import type { Expr } from "../expr/expression.ts";
import type {
  StepContinueOnError,
  StepEnv,
  StepIf,
  StepName,
  StepTimeoutMinutes,
  StringStepsContext,
} from "../expr/positions.gen.ts";
import type { Place } from "./place.ts";
import type { Variables, Written } from "./positions.ts";
import type { Action, Code, Runnable } from "./runnable.ts";
import type { Granted } from "./scopes.gen.ts";
import type { Untyped } from "./untyped.ts";

export type Printable = string | number | boolean | null;
export type Result = "success" | "failure" | "cancelled" | "skipped";
export type StepOutputs<O> = { readonly [N in keyof O]: Expr<O[N], "steps"> };

/** What became of a step that stands in a job. */
export interface Step<out O = object> {
  readonly id: string;
  readonly outputs: StepOutputs<O>;
  /** how it ended, before `continueOnError` */
  readonly outcome: Expr<Result, "steps">;
  /** how it counts, after `continueOnError` */
  readonly conclusion: Expr<Result, "steps">;
}

/** What stands beside a step: name, condition, env, what it needs of the token. */
export interface StepOptions<O> {
  /** only where something outside refers to it; ids are found by themselves */
  readonly id?: string | undefined;
  readonly name?: string | StepName<Printable> | undefined;
  readonly if?: boolean | StepIf<boolean | null> | undefined;
  readonly env?: { readonly [name: string]: Printable | StepEnv<Printable> } | undefined;
  /** of scripts */
  readonly workingDirectory?: string | StringStepsContext<string> | undefined;
  /** of scripts: a shell other than the language's own, with its options */
  readonly shell?: string | undefined;
  readonly timeoutMinutes?: number | StepTimeoutMinutes<number> | undefined;
  readonly continueOnError?: boolean | StepContinueOnError<boolean> | undefined;
  /** do not wait for it: a later `wait`, `waitAll` or the end of the job does */
  readonly background?: boolean | undefined;
  /** what this step needs of the token, and why. A script, or an action that does not say, must state it. */
  readonly permissions?: Granted | undefined;
  /** the outputs that a script writes to $GITHUB_OUTPUT */
  readonly outputs?: O;
  /** stands above the step in the YAML */
  readonly comment?: string | undefined;
  /** keys that tidegate does not know yet, written as they are */
  readonly untyped?: Untyped | undefined;
}

/** `D` is unknown for scripts; for actions it is the sentence why not. */
export type StepFunction = <O extends object, D, const N extends string = never>(
  what: Runnable<O, D>,
  options?: StepOptions<readonly N[] & NoInfer<D>>,
) => Step<[N] extends [never] ? O : { readonly [K in N]: string }>;

/** Options of the steps that wait or cancel: they always run, so they have no `if`. */
export interface ControlOptions {
  readonly id?: string | undefined;
  readonly name?: string | StepName<Printable> | undefined;
  readonly continueOnError?: boolean | StepContinueOnError<boolean> | undefined;
  readonly comment?: string | undefined;
}

/** A step as generation sees it. */
export interface StepModel {
  readonly id: string;
  readonly place: Place;
  /** the author named it, so it is written even where nobody reads it */
  readonly named: boolean;
  readonly what:
    | Action
    | Code
    | { readonly kind: "wait"; readonly targets: readonly string[] }
    | { readonly kind: "wait-all" }
    | { readonly kind: "cancel"; readonly target: string }
    | { readonly kind: "parallel"; readonly steps: readonly StepModel[] };
  readonly name?: Written | undefined;
  readonly if?: boolean | Expr<unknown> | undefined;
  readonly env: Variables;
  readonly workingDirectory?: Written | undefined;
  readonly shell?: string | undefined;
  readonly timeoutMinutes?: Written | undefined;
  readonly continueOnError?: Written | undefined;
  readonly background: boolean;
  readonly permissions?: Granted | undefined;
  readonly comment?: string | undefined;
  readonly untyped: Untyped;
}
