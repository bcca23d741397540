/** A workflow in the form that is run: every value as it was written, with its `${{ }}` still inside. */

/** A text that may hold expressions. */
export type Raw = string;

export type RawMap = Readonly<Record<string, Raw>>;

/** A literal, or a text that is one expression. */
export type RawBoolean = boolean | Raw;
export type RawNumber = number | Raw;

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

export interface PlannedJob {
  readonly id: string;
  readonly name?: Raw | undefined;
  readonly needs: readonly string[];
  readonly if?: Raw | undefined;
  readonly env: RawMap;
  readonly defaults: Defaults;
  readonly outputs: RawMap;
  readonly environment?: { readonly name: Raw; readonly url?: Raw | undefined } | undefined;
  readonly strategy?:
    | {
        readonly matrix: Raw | RawTree;
        readonly failFast?: RawBoolean | undefined;
        readonly maxParallel?: RawNumber | undefined;
      }
    | undefined;
  readonly continueOnError?: RawBoolean | undefined;
  readonly timeoutMinutes?: RawNumber | undefined;
  readonly runsOn: readonly Raw[];
  readonly steps: readonly PlannedStep[];
}

/** A matrix as it was written. */
export type RawTree = null | boolean | number | Raw | readonly RawTree[] | { readonly [key: string]: RawTree };

export interface Plan {
  readonly name: string;
  /** the file's path in the repository */
  readonly path: string;
  readonly env: RawMap;
  readonly defaults: Defaults;
  readonly jobs: readonly PlannedJob[];
}
