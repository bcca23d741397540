import type { AnyExpr } from "../expr/expression.ts";
import type { Nothing, Tell } from "../expr/tell.ts";
import type { Variables } from "./positions.ts";
import type { Granted } from "./scopes.gen.ts";

declare const gives: unique symbol;
declare const declares: unique symbol;

/** What `step()` takes: an action with its inputs, or a script. `D` says whether outputs may be declared beside it. */
export class Runnable<
  out O,
  out D,
  _Tip extends
    string = "give an action, or code as sh`…`; plain text is no code, for an expression in it would be injected",
> {
  declare readonly [gives]: O;
  declare readonly [declares]: D;
  readonly what: Action | Code;

  constructor(what: Action | Code) {
    this.what = what;
  }
}

/** What `owner/name` stands for: the commit is what runs, the tag is for people. */
export interface Pin {
  readonly commit: string;
  readonly tag: string;
}

/** An action at a step: where it is, what it is given, what it needs of the token. */
export interface Action {
  readonly kind: "uses";
  /** `owner/name` with a pin beside it; `$/path` and `docker://image@sha256:…` need none */
  readonly uses: string;
  readonly pin?: Pin | undefined;
  /** a short word for ids */
  readonly title: string;
  /** by the names that the action's manifest has */
  readonly inputs: Variables;
  /** outputs whose name in TypeScript is not the manifest's: `cacheHit` → `cache-hit` */
  readonly outputNames?: Readonly<Record<string, string>>;
  /** absent: nobody has said what it needs, so the step must */
  readonly permissions?: Granted | undefined;
  /** what was wrong with the inputs, for generation to report */
  readonly problems?: readonly string[];
}

export type Language = "sh" | "bash" | "pwsh" | "python";
export type ScriptValue = string | number | readonly string[] | AnyExpr | Code;

/** Code as it was written: its text, and between the pieces what stood in `${}`. */
export interface Code {
  readonly kind: "run";
  readonly language: Language;
  readonly parts: readonly string[];
  readonly values: readonly ScriptValue[];
}

/** An action with its inputs. Its outputs come from its own declaration. */
export class ActionUse<
  out O,
  out D = Tell<"an action declares its own outputs: leave `outputs` to scripts">,
> extends Runnable<O, D> {
  declare readonly [gives]: O;
  declare readonly [declares]: D;
}

/** Without declared outputs there are none to read. */
export interface NoOutputs<_Tip extends string = 'declare what it writes: step(…, { outputs: ["version"] })'>
  extends Nothing {}

/** Code. Only a template can make it: what stands in `${}` reaches the program as a variable, never as text. */
export class Script<_Tip extends string = "write code as sh`…`: its ${…} become quoted variables"> extends Runnable<
  NoOutputs,
  unknown
> {
  readonly code: Code;

  constructor(code: Code) {
    super(code);
    this.code = code;
  }
}
