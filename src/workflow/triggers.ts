import type { Expr } from "../expr/expression.ts";
import type { WorkflowCallInputDefault } from "../expr/positions.gen.ts";
import type { TellList } from "../expr/tell.ts";
import type { Cron } from "./cron.ts";
import type { PlainTriggers, WorkflowRunType } from "./triggers.gen.ts";
import type { AnyWorkflow } from "./workflow-model.ts";

/** When another workflow of this repository was asked for, or ended. It runs on the default branch, with its secrets. */
export interface OnWorkflowRun {
  /** the workflows themselves, or their names */
  readonly workflows: readonly (string | AnyWorkflow)[];
  readonly types?: readonly WorkflowRunType[] | undefined;
  readonly branches?: readonly string[] | undefined;
  readonly branchesIgnore?: readonly string[] | undefined;
}

/** Each trigger with what it can be filtered by. */
export interface Triggers extends PlainTriggers {
  readonly schedule: readonly object[];
  readonly workflow_run: OnWorkflowRun;
  readonly workflow_dispatch: { readonly inputs?: object };
  readonly workflow_call: { readonly inputs?: object; readonly secrets?: object };
}
/** What starts a workflow: `push`, `pull_request`, `schedule`, `workflow_dispatch`, … */
export type Trigger = keyof Triggers;

interface Described {
  readonly description?: string;
  readonly required?: boolean;
}
interface TextInput extends Described {
  readonly type: "string" | "environment";
  readonly default?: string;
}
interface NumberInput extends Described {
  readonly type: "number";
  readonly default?: number;
}
interface BooleanInput extends Described {
  readonly type: "boolean";
  readonly default?: boolean;
}
interface ChoiceInput extends Described {
  readonly type: "choice";
  readonly options: readonly string[];
  readonly default?: string;
}
/** What a person is asked for who starts the workflow by hand. */
export type DispatchInput = TextInput | NumberInput | BooleanInput | ChoiceInput;
export type DispatchInputs = { readonly [name: string]: DispatchInput };

interface CallText extends Described {
  readonly type: "string";
  readonly default?: string | WorkflowCallInputDefault<string>;
}
interface CallNumber extends Described {
  readonly type: "number";
  readonly default?: number | WorkflowCallInputDefault<number>;
}
interface CallBoolean extends Described {
  readonly type: "boolean";
  readonly default?: boolean | WorkflowCallInputDefault<boolean>;
}
/** What a caller of the workflow gives. */
export type CallInput = CallText | CallNumber | CallBoolean;
export type CallInputs = { readonly [name: string]: CallInput };
export type CallSecrets = {
  readonly [name: string]: { readonly required?: boolean; readonly description?: string };
};

/** What an input's declaration says about its value. */
export type InputValue<I> = I extends { readonly type: "number" }
  ? number
  : I extends { readonly type: "boolean" }
    ? boolean
    : I extends { readonly options: readonly (infer O)[] }
      ? O
      : string;

/** Inference drops excess-property checks, so the keys of a declaration are checked by hand. */
type OnlyKeys<T, Known extends PropertyKey> = {
  readonly [N in keyof T]: {
    readonly [K in keyof T[N]]: K extends Known ? unknown : TellList<`no key ${K & string} here. There are`, Known>;
  };
};

/** One line of a schedule. */
export interface Schedule<S extends string> {
  /** five fields: minute hour day month weekday */
  readonly cron: Cron<S>;
  /** an IANA name, like Europe/Berlin; else UTC */
  readonly timezone?: string | undefined;
}

/** `on`: the keys say which triggers; the declared inputs and secrets keep their literal types. */
export type On<_Tip extends string, K extends Trigger, D, CI, CS, S extends string> = {
  readonly [P in K]?: Triggers[P];
} & {
  readonly schedule?: readonly Schedule<S>[];
  readonly workflow_dispatch?: {
    readonly inputs?: D & OnlyKeys<D, "type" | "description" | "required" | "default" | "options">;
  };
  readonly workflow_call?: {
    readonly inputs?: CI & OnlyKeys<CI, "type" | "description" | "required" | "default">;
    readonly secrets?: CS & OnlyKeys<CS, "required" | "description">;
  };
};

/** `inputs`: null where another trigger started the run. */
export type Inputs<K extends Trigger, D> = {
  readonly [N in keyof D]: Expr<
    InputValue<D[N]> | (Exclude<K, "workflow_dispatch" | "workflow_call"> extends never ? never : null),
    "inputs"
  >;
};
