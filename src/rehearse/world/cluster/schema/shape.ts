import type { Json } from "../json/value.ts";

/** What a value may be, with the facts that decide how two writers share it. */
export type Shape = Scalar | Untyped | Struct | MapOf | ListOf;

export type ScalarType =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "quantity"
  | "int-or-string"
  | "time"
  | "microtime"
  | "bytes";

export interface Scalar {
  readonly kind: "scalar";
  readonly type: ScalarType;
}

/** Anything. `granular`: objects inside are shared key by key (a CRD's preserved unknown fields); else it is one value. */
export interface Untyped {
  readonly kind: "untyped";
  readonly granular: boolean;
}

export interface Struct {
  readonly kind: "struct";
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly atomic: boolean;
  /** Fields not listed are kept, as untyped. */
  readonly open: boolean;
}

export interface Field {
  /** Asked for when needed: types refer to themselves. */
  shape(): Shape;
  readonly required: boolean;
  readonly default?: Json;
  readonly patch?: PatchStrategy;
}

/** How a strategic merge patch treats a field. */
export interface PatchStrategy {
  readonly merge: boolean;
  readonly retainKeys: boolean;
  readonly key: string | undefined;
}

export interface MapOf {
  readonly kind: "map";
  values(): Shape;
  readonly atomic: boolean;
}

export interface ListOf {
  readonly kind: "list";
  items(): Shape;
  readonly relation: "atomic" | "set" | "map";
  /** The fields that tell the items of a `map` list apart. */
  readonly keys: readonly string[];
}

export const untyped: Untyped = { kind: "untyped", granular: false };
export const deduced: Untyped = { kind: "untyped", granular: true };
