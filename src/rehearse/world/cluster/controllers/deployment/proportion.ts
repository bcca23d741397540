import type { KubeObject } from "../../object.ts";
import { desiredOf, maxOf } from "./annotations.ts";
import type { Scale } from "./rolling.ts";
import { availableOf, byCreation, type DeploymentSpec, replicasOf, sum } from "./view.ts";

/** Someone changed `replicas`: a set that has pods remembers another size. */
export function wasScaled(spec: DeploymentSpec, all: readonly KubeObject[]): boolean {
  return all.some((set) => {
    const desired = desiredOf(set);
    return replicasOf(set) > 0 && desired !== undefined && desired !== spec.replicas;
  });
}

/** A change of size (or of a paused Deployment) spread over the sets, without rolling anything forward. */
export function resize(
  spec: DeploymentSpec,
  newest: KubeObject | undefined,
  old: readonly KubeObject[],
): readonly Scale[] {
  const all = newest === undefined ? old : [...old, newest];
  const active = all.filter((set) => replicasOf(set) > 0);
  const only = active.length > 1 ? undefined : (active[0] ?? newest ?? byCreation(old).at(-1));
  if (active.length <= 1) {
    return only === undefined || replicasOf(only) === spec.replicas ? [] : [{ set: only, to: spec.replicas }];
  }
  if (newest !== undefined && isSaturated(spec, newest))
    return old.flatMap((set) => (replicasOf(set) === 0 ? [] : [{ set, to: 0 }]));
  return spec.recreate ? [] : proportional(spec, active);
}

const isSaturated = (spec: DeploymentSpec, set: KubeObject) =>
  replicasOf(set) === spec.replicas && desiredOf(set) === spec.replicas && availableOf(set) === spec.replicas;

/** Each set gets its share of what is added or taken; what rounding leaves goes to the largest. */
function proportional(spec: DeploymentSpec, active: readonly KubeObject[]): readonly Scale[] {
  const allowed = spec.replicas > 0 ? spec.replicas + spec.maxSurge : 0;
  const toAdd = allowed - sum(active, replicasOf);
  const direction = toAdd > 0 ? -1 : 1;
  const ordered = byCreation(active)
    .map((set, age) => ({ set, age: age * direction, replicas: replicasOf(set) }))
    .sort((a, b) => b.replicas - a.replicas || a.age - b.age);
  let left = toAdd;
  const scales = ordered.map(({ set, replicas }) => {
    const share = left === 0 ? 0 : bounded(fraction(spec, set), left);
    left -= share;
    return { set, to: replicas + share };
  });
  const [first, ...others] = scales;
  if (first === undefined) return [];
  return [{ ...first, to: Math.max(0, first.to + left) }, ...others].filter(({ set, to }) => to !== replicasOf(set));
}

function fraction(spec: DeploymentSpec, set: KubeObject): number {
  const replicas = replicasOf(set);
  if (spec.replicas === 0) return -replicas;
  const before = maxOf(set) || spec.replicas + spec.maxSurge;
  return Math.round((replicas * (spec.replicas + spec.maxSurge)) / before) - replicas;
}

const bounded = (share: number, left: number) => (left > 0 ? Math.min(share, left) : Math.max(share, left));
