/** From a declaration to the types of what the code reads and writes. */
import type { ActionSpec } from "./action.ts";
import type { Digest } from "./digest.ts";
import type { InputSpec } from "./input.ts";
import type { OutputSpec } from "./output.ts";
import type { Scan } from "./scan.ts";
import type { Secret } from "./secret.ts";

/** Any value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** `fail-on` is `failOn` in code. */
export type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** `fail-on` → `failOn`: what an input is called in code. */
export const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** What an input of each type is at run time, where its options do not say more. */
export interface InputValues {
  readonly string: string;
  readonly boolean: boolean;
  readonly integer: number;
  readonly number: number;
  /** milliseconds */
  readonly duration: number;
  readonly choice: string;
  readonly list: readonly string[];
  readonly map: ReadonlyMap<string, string>;
  /** absolute */
  readonly path: string;
  readonly secret: Secret;
  readonly digest: Digest;
  readonly "scanned-digest": Digest;
  readonly digests: ReadonlyMap<string, Digest>;
  readonly scan: Scan;
  readonly scans: readonly Scan[];
  readonly url: URL;
  readonly json: JsonValue;
}

/** The type of one input's value, by what it declares: a choice is one of its options. */
export type InputValue<I extends InputSpec> = I extends {
  readonly type: "choice";
  readonly options: readonly (infer Option)[];
}
  ? Option
  : I extends { readonly type: "list"; readonly options: readonly (infer Option)[] }
    ? readonly Option[]
    : InputValues[I["type"]];

type AlwaysThere = { readonly required: true } | { readonly default: string | number | boolean | object };

/** What the code reads: `inputs.failOn`. Without `required` or `default` it may be undefined. */
export type InputsOf<S extends ActionSpec> = {
  readonly [N in keyof S["inputs"] & string as Camel<N>]:
    | InputValue<S["inputs"][N]>
    | (S["inputs"][N] extends AlwaysThere ? never : undefined);
};

/** What an output of each type is given as, where its options do not say more. */
export interface OutputValues {
  readonly string: string;
  readonly boolean: boolean;
  readonly integer: number;
  readonly number: number;
  /** milliseconds */
  readonly duration: number;
  readonly path: string;
  readonly url: string | URL;
  readonly list: readonly string[];
  readonly digest: Digest;
  readonly "scanned-digest": Digest;
  readonly scan: Scan;
  readonly json: JsonValue;
  readonly choice: string;
}

/** The type of one output's value, by what it declares. */
export type OutputValue<O extends OutputSpec> = O extends {
  readonly type: "choice";
  readonly options: readonly (infer Option)[];
}
  ? Option
  : OutputValues[O["type"]];

/** What the code may write: `outputs.set({ image })`. All are optional; what is never set stays absent. */
export type OutputsOf<S extends ActionSpec> = {
  readonly [N in keyof S["outputs"] & string as Camel<N>]?: OutputValue<S["outputs"][N]>;
};

/** The codes that `fail` takes besides the kit's own. */
export type ErrorCodesOf<S extends ActionSpec> = S["errors"] extends object ? keyof S["errors"] & string : never;
