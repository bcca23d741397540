import type { Grant } from "../../read/index.ts";
import type { Value } from "../expression/value.ts";

/** A workflow in the form that is run: every value as it was written, with its `${{ }}` still inside. */

/** A text that may hold expressions. */
export type Raw = string;

/** Names with texts; or one expression whose value is such a mapping. */
export type RawMap = Raw | Readonly<Record<string, Raw>>;

/** A literal, or a text that is one expression. */
export type RawBoolean = boolean | Raw;
export type RawNumber = number | Raw;

/** Data as it was written: a matrix, the inputs of a call. */
export type RawTree = null | boolean | number | Raw | readonly RawTree[] | { readonly [key: string]: RawTree };

interface StepBase {
  /** `steps.ID`; made up where the workflow names none */
  readonly id: string;
  readonly name?: Raw | undefined;
  readonly if?: Raw | undefined;
  readonly env: RawMap;
  readonly continueOnError?: RawBoolean | undefined;
  readonly timeoutMinutes?: RawNumber | undefined;
}

export interface ScriptStep extends StepBase {
  readonly kind: "run";
  readonly run: Raw;
  readonly shell?: Raw | undefined;
  readonly workingDirectory?: Raw | undefined;
}

export interface ActionStep extends StepBase {
  readonly kind: "uses";
  readonly uses: string;
  readonly with: RawMap;
}

export type PlannedStep = ScriptStep | ActionStep;

export interface Defaults {
  readonly shell?: Raw | undefined;
  readonly workingDirectory?: Raw | undefined;
}

export interface RawConcurrency {
  readonly group: Raw;
  readonly cancelInProgress?: RawBoolean | undefined;
  readonly queue: "single" | "max";
}

export interface RawStrategy {
  readonly matrix?: Raw | RawTree;
  readonly failFast?: RawBoolean | undefined;
  readonly maxParallel?: RawNumber | undefined;
}

interface JobBase {
  readonly id: string;
  readonly name?: Raw | undefined;
  readonly needs: readonly string[];
  readonly if?: Raw | undefined;
  readonly concurrency?: RawConcurrency | undefined;
  /** or one expression for the whole of it */
  readonly strategy?: Raw | RawStrategy | undefined;
  /** absent: nothing was written, the repository's default applies */
  readonly grant?: Grant | undefined;
}

export interface PlannedJob extends JobBase {
  readonly kind: "job";
  readonly env: RawMap;
  readonly defaults: Defaults;
  readonly outputs: RawMap;
  readonly environment?: { readonly name: Raw; readonly url?: Raw | undefined } | undefined;
  readonly continueOnError?: RawBoolean | undefined;
  readonly timeoutMinutes?: RawNumber | undefined;
  readonly cancelTimeoutMinutes?: RawNumber | undefined;
  readonly runsOn: readonly Raw[];
  readonly steps: readonly PlannedStep[];
}

/** A job that is a whole other workflow. */
export interface PlannedCall extends JobBase {
  readonly kind: "call";
  readonly uses: string;
  readonly with: Readonly<Record<string, RawTree>>;
  readonly secrets: "inherit" | RawMap;
  readonly called: Plan;
}

export type Planned = PlannedJob | PlannedCall;

export interface CallInput {
  readonly id: string;
  readonly type: "string" | "number" | "boolean";
  readonly default?: Value | undefined;
}

/** What a workflow takes and gives when it is called. */
export interface CallInterface {
  readonly inputs: readonly CallInput[];
  readonly secrets: readonly { readonly id: string; readonly required: boolean }[];
  readonly outputs: RawMap;
}

export interface Plan {
  readonly name: string;
  readonly runName?: Raw | undefined;
  /** the file's path in its repository */
  readonly path: string;
  /** the repository it is written in: `$/` means that one */
  readonly origin: Origin;
  readonly env: RawMap;
  readonly defaults: Defaults;
  readonly concurrency?: RawConcurrency | undefined;
  readonly call?: CallInterface | undefined;
  readonly jobs: readonly Planned[];
}

export interface Origin {
  /** `owner/name` */
  readonly repository: string;
  readonly ref: string;
  readonly folder: string;
}
