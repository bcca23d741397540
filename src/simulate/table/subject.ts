import type { Grant, ResolvedJob, Workflow } from "../../read/index.ts";
import type { Plan } from "../plan/plan.ts";

/** A workflow as it was read, with all that it calls. */
export interface Subject {
  readonly workflow: Workflow;
  readonly jobs: readonly ResolvedJob[];
  readonly plan: Plan;
}

export interface Assumptions {
  /** what a token may do where nothing is written */
  readonly policy: Grant;
  readonly vars: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** what jobs say, where that is known: others are supposed */
  readonly outputs?: Values;
}

/** Values by path: `needs.changes.outputs.frontend` is `changes.frontend`, and of a called workflow `call/changes.frontend`. */
export type Values = Readonly<Record<string, string>>;
