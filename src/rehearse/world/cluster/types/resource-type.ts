import type { KubeObject } from "../object.ts";
import type { Shape } from "../schema/shape.ts";
import type { Cause } from "../status/status-error.ts";

/** What makes `metadata.generation` grow; each kind's strategy in Kubernetes decides for itself. */
export type GenerationRule = "none" | "spec" | "spec and annotations" | "all but metadata and status";

export interface ResourceType {
  readonly group: string;
  readonly version: string;
  /** The path segment: `deployments`. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** `status`, `scale`, `eviction`, …, with what kind each speaks. */
  readonly subresources: readonly Subresource[];
  readonly generation: GenerationRule;
  /** The key of a built-in kind's schema: `apps/v1/Deployment`. */
  readonly schema?: string;
  /** How names are checked. */
  readonly names: "subdomain" | "label" | "label 1035" | "path segment";
  /** Columns `kubectl get` prints for a custom resource; built-in kinds have theirs in `table/`. */
  readonly columns?: readonly PrinterColumn[];
  /** The shape a CRD's schema gives. */
  readonly shape?: Shape;
  /** A CRD's defaults, filled in. */
  readonly defaults?: (object: KubeObject) => KubeObject;
  /** What a CRD's schema finds wrong with an object. */
  readonly validate?: (object: KubeObject) => readonly Cause[];
  /** The version since which it is served; a watch from before is too old. */
  readonly since?: number;
  /** Set on custom resources. */
  readonly custom?: true;
  /** Where a custom resource's scale subresource finds its numbers. */
  readonly scalePaths?: ScalePaths;
  /** The verbs it has, where not all of them. */
  readonly verbs?: readonly string[];
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly group?: string;
  readonly version?: string;
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

export interface ScalePaths {
  readonly spec: string;
  readonly status: string;
  readonly selector?: string;
}

/** `deployments.apps`, or `pods` in the core group: how the store names a type. */
export function typeName(type: { readonly group: string; readonly resource: string }): string {
  return type.group === "" ? type.resource : `${type.resource}.${type.group}`;
}

export function apiVersionOf(type: { readonly group: string; readonly version: string }): string {
  return type.group === "" ? type.version : `${type.group}/${type.version}`;
}
