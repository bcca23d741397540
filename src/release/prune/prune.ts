import { amount } from "../amount.ts";
import { isHashNamed } from "../bundle/secrets.ts";
import type { Identity } from "../identity/identity.ts";
import { appLabel, environmentLabel } from "../identity/marks.ts";
import { textAt } from "../json/json.ts";
import { type KubeObject, keyOf, type Ref } from "../kube/object.ts";

/** Never deleted by a deploy: with them goes what cannot be brought back by applying a bundle. */
const protectedKinds = new Set([
  "Namespace",
  "PersistentVolumeClaim",
  "PersistentVolume",
  "CustomResourceDefinition",
  "StorageClass",
  "PriorityClass",
]);

/** What earlier releases had and this one has not. Hash-named ones of kept releases stay: a rollback needs them. */
export function pruneCandidates(wanted: readonly Ref[], earlier: readonly (readonly Ref[])[]): readonly Ref[] {
  const keep = new Set(wanted.map(keyOf));
  const once = new Map(earlier.flat().map((ref) => [keyOf(ref), ref]));
  return [...once.values()].filter((ref) => !keep.has(keyOf(ref)) && !(isConfig(ref) && isHashNamed(ref.name)));
}

/** Hash-named objects of releases that are dropped from the record, and that no kept one has. */
export function expiredConfigs(
  dropped: readonly (readonly Ref[])[],
  kept: readonly (readonly Ref[])[],
): readonly Ref[] {
  const keep = new Set(kept.flat().map(keyOf));
  return dropped.flat().filter((ref) => isConfig(ref) && isHashNamed(ref.name) && !keep.has(keyOf(ref)));
}

const isConfig = (ref: Ref) => ref.kind === "ConfigMap" || ref.kind === "Secret";

export type PruneDecision =
  | { readonly prune: true; readonly uid: string }
  | { readonly prune: false; readonly why: string };

/** Only what carries both our labels: a name alone proves nothing. */
export function decidePrune(ref: Ref, live: KubeObject, identity: Identity): PruneDecision {
  if (protectedKinds.has(ref.kind)) return { prune: false, why: `${ref.kind} is never deleted by a deploy` };
  if (ref.namespace === undefined) return { prune: false, why: "cluster-scoped objects are never deleted by a deploy" };
  const app = textAt(live, "metadata", "labels", appLabel);
  const environment = textAt(live, "metadata", "labels", environmentLabel);
  if (app !== identity.app || environment !== identity.environment)
    return { prune: false, why: `it carries the labels of ${app ?? "no app"}/${environment ?? "no environment"}` };
  const uid = textAt(live, "metadata", "uid");
  return uid === undefined ? { prune: false, why: "it has no UID" } : { prune: true, uid };
}

/** A wrong overlay or an empty render would delete everything at once: that is what the cap is for. */
export function capProblem(count: number, cap: number): string | undefined {
  return count <= cap
    ? undefined
    : `this deploy would delete ${amount(count, "object")}, more than the cap of ${cap}: look at the list; if it is right, raise \`prune-cap\``;
}
