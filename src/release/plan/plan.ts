import type { KubeObject, Ref } from "../kube/object.ts";
import type { Conflict } from "./conflict.ts";
import type { Change } from "./diff.ts";

/** One object of the bundle, and what applying it would do. */
export interface PlannedObject {
  readonly ref: Ref;
  /** As it will be applied, but for the marks of each write. */
  readonly object: KubeObject;
  readonly live?: KubeObject;
  readonly action: "create" | "update" | "unchanged" | "untried";
  readonly changes: readonly Change[];
  /** Fields taken from others, each with its former owner. */
  readonly taken: readonly Conflict[];
  readonly adopted: boolean;
  readonly warnings: readonly string[];
  /** A rollback's: what of it cannot go back. */
  readonly kept?: string;
}

/** Why this cannot be applied, found before anything was written. */
export interface Block {
  readonly ref: Ref;
  readonly code: "immutable" | "invalid" | "forbidden" | "denied" | "conflict" | "foreign" | "namespace";
  readonly message: string;
  readonly hint: string;
}

export interface Plan {
  readonly objects: readonly PlannedObject[];
  readonly blocks: readonly Block[];
  readonly prune: readonly { readonly ref: Ref; readonly uid: string }[];
  /** What earlier releases had and this one has not, but which stays. */
  readonly spared: readonly { readonly ref: Ref; readonly why: string }[];
  readonly problems: readonly string[];
  /** A rollback's: what cannot go back and so stays as it is. */
  readonly kept: readonly string[];
}

export const isEmpty = (plan: Plan): boolean =>
  plan.prune.length === 0 && plan.objects.every(({ action }) => action === "unchanged");
