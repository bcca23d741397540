import type { PlannedStep, Raw, RawMap } from "../../../simulate/plan/plan.ts";

export interface NodeAction {
  readonly kind: "node";
  readonly main: string;
  readonly pre?: string;
  readonly preIf?: Raw;
  readonly post?: string;
  readonly postIf?: Raw;
}

export interface CompositeAction {
  readonly kind: "composite";
  readonly steps: readonly PlannedStep[];
}

/** What an action.yml says, as far as running it needs. */
export interface ActionManifest {
  readonly name: string;
  readonly inputs: Readonly<
    Record<string, { readonly default?: Raw; readonly required: boolean; readonly deprecation?: string }>
  >;
  readonly outputs: RawMap;
  readonly runs: NodeAction | CompositeAction;
}

/** An action that was found: its folder holds the files that `main` names. */
export interface ActionFolder {
  readonly kind: "folder";
  readonly folder: string;
  readonly manifest: ActionManifest;
  /** of the repository it comes from: `owner/name` and what was asked for */
  readonly repository: string;
  readonly ref: string;
}

/** An action that the rehearsal does itself, because on a laptop there is nothing to do as GitHub does it. */
export interface StandIn {
  readonly kind: "stand-in";
  /** what it does instead, for the report */
  readonly instead: string;
  /** what it cannot do, where that is to be seen before anything starts: an input that holds an expression is not known yet */
  refuse?(inputs: Readonly<Record<string, string>>): { readonly what: string; readonly map?: string } | undefined;
  run(given: StandInContext): Promise<StandInEnd>;
}

export interface StandInContext {
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** the job's own folder for files that are not its repository's */
  readonly temp: string;
  readonly env: Readonly<Record<string, string>>;
  readonly leg: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface StandInEnd {
  readonly ok: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  /** folders for PATH */
  readonly paths?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** what it does at the end of a job that went well */
  readonly post?: (log: (line: string) => void) => Promise<void>;
}

export type Action = ActionFolder | StandIn;

/** Finds what a step's `uses` names; the text says why where it cannot. */
export type FindAction = (
  uses: string,
  /** the repository of the composite action that uses it, where one does: `$/` means that one */
  from: { readonly workspace: string; readonly repository?: string; readonly ref?: string },
) => Promise<Action | string>;
