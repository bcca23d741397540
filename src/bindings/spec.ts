/** From an action's declaration to its typed step: one declaration, checked on both sides. */
import { type Expr, isExpression, type Scalar } from "../expr/expression.ts";
import type { StepWith } from "../expr/positions.gen.ts";
import { render } from "../expr/render.ts";
import type { Nothing } from "../expr/tell.ts";
import type { ActionSpec, Digest } from "../spec/index.ts";
import { type Camel, camel } from "../spec/values.ts";
import type { ScannedDigest, ScanResult } from "../workflow/images.ts";
import type { Variables, Written } from "../workflow/positions.ts";
import { ActionUse, type Pin } from "../workflow/runnable.ts";
import { granted } from "./granted.ts";

type Reads =
  | "github"
  | "inputs"
  | "vars"
  | "needs"
  | "strategy"
  | "matrix"
  | "secrets"
  | "steps"
  | "job"
  | "runner"
  | "env"
  | "hashFiles()";

export interface DigestInput<
  out T,
  _Tip extends string = "takes an image by digest (sha256:…), not a tag: pass buildPush(…).outputs.digest",
> extends Expr<T, Reads> {}
export interface ScannedInput<
  out T,
  _Tip extends string = "takes only what was scanned: pass an output of trivyScan(…)",
> extends Expr<T, Reads> {}
export interface BooleanInput<
  out T,
  _Tip extends string = "a boolean input takes true, false or a boolean expression. Text? isTrue(x)",
> extends Expr<T, Reads> {}
export interface ChoiceInput<out T, _Tip extends string = "an expression here must have one of these values">
  extends Expr<T, Reads> {}
export interface SecretInput<out T, _Tip extends string = 'a secret is no text in a workflow: pass secret("NAME")'>
  extends Expr<T, Reads> {}

/** What an input accepts at the call. An output that says `boolean` is text: "true" or "false". */
export type Accepts<I> = I extends { readonly type: "boolean" }
  ? boolean | BooleanInput<boolean | "true" | "false" | null>
  : I extends { readonly type: "integer" | "number" }
    ? number | StepWith<number | `${number}` | null>
    : I extends { readonly type: "choice"; readonly options: readonly (infer V)[] }
      ? V | ChoiceInput<V>
      : I extends { readonly type: "list"; readonly options: readonly (infer V)[] }
        ? readonly (V | ChoiceInput<V>)[] | StepWith<string>
        : I extends { readonly type: "list" }
          ? readonly (string | StepWith<Scalar>)[] | StepWith<string | null>
          : I extends { readonly type: "map" }
            ? { readonly [key: string]: Scalar | StepWith<Scalar> } | StepWith<string | null>
            : I extends { readonly type: "secret" }
              ? SecretInput<string | null>
              : I extends { readonly type: "digest" }
                ? Digest | DigestInput<Digest>
                : I extends { readonly type: "scanned-digest" }
                  ? ScannedInput<ScannedDigest>
                  : I extends { readonly type: "digests" }
                    ? { readonly [name: string]: Digest | DigestInput<Digest> } | StepWith<string>
                    : I extends { readonly type: "scan" }
                      ? ScannedInput<ScanResult>
                      : I extends { readonly type: "scans" }
                        ? readonly ScannedInput<ScanResult>[] | ScannedInput<ScanResult>
                        : string | number | StepWith<Scalar>;

type Gives<O> = O extends { readonly type: "boolean" }
  ? "true" | "false"
  : O extends { readonly type: "integer" | "number" }
    ? `${number}`
    : O extends { readonly type: "choice"; readonly options: readonly (infer V)[] }
      ? V
      : O extends { readonly type: "digest" }
        ? Digest
        : O extends { readonly type: "scanned-digest" }
          ? ScannedDigest
          : O extends { readonly type: "scan" }
            ? ScanResult
            : string;

type Required<I> = { [N in keyof I]: I[N] extends { readonly required: true } ? N : never }[keyof I];
type With<I> = { readonly [N in Required<I> & string as Camel<N>]: Accepts<I[N]> } & {
  readonly [N in Exclude<keyof I, Required<I>> & string as Camel<N>]?: Accepts<I[N]> | undefined;
};
/** What a step of a declared action is given: required inputs required, each of the type that its declaration says. */
// one object type, no intersection: only then does the compiler say "Property 'x' is missing" in its first line
export type StepInputs<S extends ActionSpec> = { readonly [N in keyof With<S["inputs"]>]: With<S["inputs"]>[N] };
/** What a step of a declared action gives, by the names that its declaration has. */
export type StepOutputsOf<S extends ActionSpec> = {
  readonly [N in keyof S["outputs"] & string as Camel<N>]: Gives<S["outputs"][N]>;
};
export type Args<W> = Nothing extends W ? [inputs?: W] : [inputs: W];

const isScalar = (x: unknown): x is Scalar =>
  x === null || typeof x === "string" || typeof x === "number" || typeof x === "boolean";
const isWritten = (x: unknown): x is Written => isScalar(x) || isExpression(x);

/** Several lines of one input: literal ones as text, with expressions in between. */
function lines(values: readonly (readonly [string, Written])[]): Written {
  const rows = values.map(([prefix, value]) => `${prefix}${String(render(value))}`);
  return rows.join("\n");
}

/** A value of TypeScript as the text that `with` holds: a list by lines, a map by `key=value` lines. */
function written(value: unknown): Written | undefined {
  if (isWritten(value)) return value;
  if (Array.isArray(value)) return lines(value.filter(isWritten).map((item) => ["", item] as const));
  if (typeof value === "object" && value !== null)
    return lines(Object.entries(value).flatMap(([key, item]) => (isWritten(item) ? [[`${key}=`, item] as const] : [])));
  return undefined;
}

/** What is wrong with inputs that came in a variable or a spread, where the compiler does not look. */
function problems(spec: ActionSpec, inputs: Variables): readonly string[] {
  const known = Object.keys(spec.inputs);
  const unknown = Object.keys(inputs).filter((name) => !known.includes(name));
  const missing = known.filter((name) => spec.inputs[name]?.required && inputs[name] === undefined);
  return [
    ...unknown.map((name) => `${spec.name} has no input ${camel(name)}; there are ${known.map(camel).join(", ")}`),
    ...missing.map((name) => `${spec.name} needs its input ${camel(name)}`),
  ];
}

/**
 * The typed step of an action that is declared by a spec: `const buildPush = action(spec, "$/actions/build-push")`.
 * `$/` is this repository, at the commit of the workflow's own file; an action elsewhere, `owner/name/path`, needs its pin.
 */
export const action = <const S extends ActionSpec>(spec: S, at: string, pin?: Pin) => {
  const names = new Map(Object.keys(spec.inputs).map((name) => [camel(name), name]));
  const outputNames = Object.fromEntries(Object.keys(spec.outputs).map((name) => [camel(name), name]));
  return (...[inputs]: Args<StepInputs<S>>): ActionUse<StepOutputsOf<S>> => {
    const given: Record<string, Written> = {};
    for (const [name, value] of Object.entries(inputs ?? {})) {
      const text = written(value);
      if (text !== undefined) given[names.get(name) ?? name] = text;
    }
    return new ActionUse({
      kind: "uses",
      uses: at,
      pin,
      title: spec.name,
      inputs: given,
      outputNames,
      permissions: granted(spec.permissions, given, spec.inputs),
      problems: problems(spec, given),
    });
  };
};
