import type { KubeObject } from "../kube/object.ts";

/** How one object stands. `code` groups reasons for those who count or map them; `reason` is for people. */
export type State =
  | { readonly state: "done"; readonly note?: string }
  | { readonly state: "waiting"; readonly code: string; readonly reason: string }
  | { readonly state: "failed"; readonly code: string; readonly reason: string };

/** What a rule is given: the object as it is, and how patient to be. Everything is data, so every rule is a table. */
export interface Look {
  readonly object: KubeObject;
  /** `metadata.generation` that our apply was answered with: an older status says nothing about it. */
  readonly generation: number;
  /** The pods of the newest revision, where the kind has pods. */
  readonly pods: readonly KubeObject[];
  readonly patience: Patience;
}

export interface Patience {
  /** Since our apply of this object was answered, or since the last dependency of it became ready. */
  readonly elapsedMs: number;
  /** How long a crash loop may go on (`grace`). */
  readonly graceMs: number;
  /** How long an unschedulable pod or a missing ConfigMap is taken for a passing thing. */
  readonly settleMs: number;
  /** Exit codes after which restarting is known to be pointless. */
  readonly fatalExitCodes: readonly number[];
}

/** What a deploy is told of patience: all but how long it has waited already. */
export type Grace = Omit<Patience, "elapsedMs">;

export type Rule = (look: Look) => State;

export const done: State = { state: "done" };
export const waiting = (code: string, reason: string): State => ({ state: "waiting", code, reason });
export const failed = (code: string, reason: string): State => ({ state: "failed", code, reason });
