import type { AnyExpr } from "../expr/expression.ts";
import { type AnyJob, model } from "./job-model.ts";
import type { Place } from "./place.ts";
import type { Variables, Written } from "./positions.ts";
import type { Granted } from "./scopes.gen.ts";
import type { CacheMode, WorkflowConcurrencyGroup, WorkflowDefaults } from "./settings.ts";
import type { Untyped } from "./untyped.ts";

/** A workflow, whatever it takes and gives. */
export interface AnyWorkflow {
  readonly name: string;
  readonly [model]: WorkflowModel;
}

/** A workflow, as generation sees it. */
export interface WorkflowModel {
  readonly kind: "workflow";
  readonly name: string;
  readonly place: Place;
  readonly description: string | undefined;
  readonly on: Readonly<Record<string, unknown>>;
  readonly runName: Written | undefined;
  readonly env: Variables;
  readonly defaults: WorkflowDefaults | undefined;
  readonly concurrency: WorkflowConcurrencyGroup | undefined;
  readonly cacheMode: CacheMode | undefined;
  readonly permissionsAtMost: Granted | undefined;
  readonly jobs: readonly AnyJob[];
  readonly outputs: Readonly<
    Record<string, AnyExpr | Written | { readonly value: Written; readonly description: string }>
  >;
  readonly comment: string | undefined;
  readonly untyped: Untyped;
}

/** Is this an exported workflow? */
export const isWorkflow = (x: unknown): x is AnyWorkflow =>
  typeof x === "object" &&
  x !== null &&
  model in x &&
  typeof x[model] === "object" &&
  x[model] !== null &&
  "kind" in x[model] &&
  x[model].kind === "workflow";
