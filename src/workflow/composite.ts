import { type Expr, fields } from "../expr/expression.ts";
import { path } from "../expr/node.ts";
import type { StepWith } from "../expr/positions.gen.ts";
import type { Nothing } from "../expr/tell.ts";
import { Recorder } from "./block.ts";
import { model } from "./job-model.ts";
import type { JobContext, RunnerContext } from "./matrix.ts";
import { grantedBy, union } from "./permissions.ts";
import { type Place, place } from "./place.ts";
import type { Variables, Written } from "./positions.ts";
import { ActionUse } from "./runnable.ts";
import type { Granted } from "./scopes.gen.ts";
import type { Printable, StepFunction, StepModel } from "./step.ts";

/** An input of a composite action: always text when the action runs. */
export interface CompositeInput {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
}
export type CompositeInputs = { readonly [name: string]: CompositeInput };

type Needed<I> = { [N in keyof I]: I[N] extends { readonly required: true } ? N : never }[keyof I];
type Given<I> = { readonly [N in Needed<I>]: Printable | StepWith<Printable> } & {
  readonly [N in Exclude<keyof I, Needed<I>>]?: Printable | StepWith<Printable> | undefined;
};
// one object type, no intersection: only then does the compiler say "Property 'x' is missing" in its first line
export type CompositeWith<I> = { readonly [N in keyof Given<I>]: Given<I>[N] };
type Args<W> = Nothing extends W ? [inputs?: W] : [inputs: W];

/** What the steps of a composite action are written with: no secrets, no variables, no needs. Hand those in as inputs. */
export interface CompositeContexts<I> {
  readonly step: StepFunction;
  readonly inputs: { readonly [N in keyof I]: Expr<string, "inputs"> };
  readonly runner: RunnerContext;
  readonly job: JobContext;
}

/** An output: what a step gave, alone or with a description for the action's readers. */
type TextOutputs = {
  readonly [name: string]: Expr<Printable> | { readonly value: Expr<Printable>; readonly description: string };
};
export interface CompositeDefinition<I, O> {
  /** how GitHub shows it */
  readonly name: string;
  readonly description: string;
  readonly inputs?: I;
  readonly branding?: { readonly icon: string; readonly color: string } | undefined;
  /** what it returns are the outputs */
  readonly steps: (contexts: CompositeContexts<I>) => O;
  readonly comment?: string | undefined;
}

/** A composite action as generation sees it. */
export interface CompositeModel {
  readonly kind: "composite";
  readonly path: string;
  readonly place: Place;
  readonly name: string;
  readonly description: string;
  readonly inputs: CompositeInputs;
  readonly branding: { readonly icon: string; readonly color: string } | undefined;
  readonly steps: readonly StepModel[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly comment: string | undefined;
}
export interface AnyComposite {
  readonly [model]: CompositeModel;
}
/** The typed step of the action; exported from a source, its `action.yml` is written. */
export interface Composite<I, O> extends AnyComposite {
  (...inputs: Args<CompositeWith<I>>): ActionUse<{ readonly [N in keyof O]: string }>;
}

/** What its steps need of the token, its users need. */
const needsOf = (steps: readonly StepModel[]): Granted =>
  grantedBy(union(steps.map((s) => s.permissions ?? (s.what.kind === "uses" ? s.what.permissions : undefined) ?? {})));

/**
 * A composite action of this repository: steps under one name, used like any other action.
 *
 * ```ts
 * export const setup = composite(".github/actions/setup", {
 *   name: "Set up", description: "Node and the packages",
 *   inputs: { node: { description: "its version", default: "24" } },
 *   steps: ({ step, inputs }) => {
 *     step(setupNode({ nodeVersion: inputs.node, cache: "npm" }));
 *     step(sh`npm ci`);
 *   },
 * });
 * ```
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a block without `return` gives void, and nothing else says so
export function composite<O extends TextOutputs | void, const I extends CompositeInputs = Nothing>(
  at: string,
  definition: CompositeDefinition<I, O>,
): Composite<I, O extends TextOutputs ? O : Nothing> {
  const recorder = new Recorder();
  const { step, runner, job } = recorder.contexts();
  const outputs = definition.steps({ step, runner, job, inputs: fields(path("inputs")) });
  const made: CompositeModel = {
    kind: "composite",
    path: at,
    place: place(composite),
    name: definition.name,
    description: definition.description,
    inputs: definition.inputs ?? {},
    branding: definition.branding,
    steps: recorder.steps,
    outputs: typeof outputs === "object" ? outputs : {},
    comment: definition.comment,
  };
  const use = (...[inputs]: readonly [inputs?: Readonly<Record<string, Written | undefined>>]) =>
    new ActionUse<{ readonly [N in keyof (O extends TextOutputs ? O : Nothing)]: string }>({
      kind: "uses",
      uses: `$/${at}`,
      title: at.split("/").at(-1) ?? at,
      inputs: given(inputs ?? {}),
      permissions: needsOf(recorder.steps),
      problems: problems(made, inputs ?? {}),
    });
  return Object.assign(use, { [model]: made });
}

const given = (inputs: Readonly<Record<string, Written | undefined>>): Variables =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );

function problems(made: CompositeModel, inputs: object): readonly string[] {
  const known = Object.keys(made.inputs);
  const unknown = Object.keys(inputs).filter((name) => !known.includes(name));
  const missing = known.filter((name) => made.inputs[name]?.required && !(name in inputs));
  return [
    ...unknown.map((name) => `${made.path} has no input ${name}; there are ${known.join(", ")}`),
    ...missing.map((name) => `${made.path} needs its input ${name}`),
  ];
}

/** Is this an exported composite action? */
export const isComposite = (x: unknown): x is AnyComposite =>
  typeof x === "function" &&
  model in x &&
  typeof x[model] === "object" &&
  x[model] !== null &&
  "kind" in x[model] &&
  x[model].kind === "composite";
