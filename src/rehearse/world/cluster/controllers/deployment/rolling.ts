import type { KubeObject } from "../../object.ts";
import { availableOf, byCreation, type DeploymentSpec, replicasOf, sum } from "./view.ts";

/** A set, and how many pods it should have next. */
export interface Scale {
  readonly set: KubeObject;
  readonly to: number;
}

/** How many pods the newest set may have now, with surge over all sets together. */
export function newestReplicas(
  spec: DeploymentSpec,
  newest: KubeObject | undefined,
  all: readonly KubeObject[],
): number {
  if (spec.recreate) return spec.replicas;
  const has = newest === undefined ? 0 : replicasOf(newest);
  const room = spec.replicas + spec.maxSurge - sum(all, replicasOf);
  if (room <= 0) return has;
  return has + Math.max(0, Math.min(room, spec.replicas - has));
}

/** One step of a rolling update: grow the new, or else shrink the old; nothing when neither may move. */
export function rollingStep(spec: DeploymentSpec, newest: KubeObject, old: readonly KubeObject[]): readonly Scale[] {
  const has = replicasOf(newest);
  if (has > spec.replicas) return [{ set: newest, to: spec.replicas }];
  const grown = newestReplicas(spec, newest, [...old, newest]);
  if (grown !== has) return [{ set: newest, to: grown }];
  return shrinkOld(spec, newest, old);
}

/** First what is broken anyway, then as many as the minimum of available pods allows. */
function shrinkOld(spec: DeploymentSpec, newest: KubeObject, old: readonly KubeObject[]): readonly Scale[] {
  const minimum = spec.replicas - spec.maxUnavailable;
  const unavailableNew = replicasOf(newest) - availableOf(newest);
  const most = sum([...old, newest], replicasOf) - minimum - unavailableNew;
  if (most <= 0 || sum(old, replicasOf) === 0) return [];

  const left = new Map(byCreation(old).map((set) => [set, replicasOf(set)]));
  let unhealthy = most;
  for (const [set, replicas] of left) {
    const broken = Math.min(unhealthy, Math.max(0, replicas - availableOf(set)));
    left.set(set, replicas - broken);
    unhealthy -= broken;
  }
  let spare = sum([...old, newest], availableOf) - minimum;
  for (const [set, replicas] of left) {
    const go = Math.max(0, Math.min(replicas, spare));
    left.set(set, replicas - go);
    spare -= go;
  }
  return [...left].flatMap(([set, to]) => (to === replicasOf(set) ? [] : [{ set, to }]));
}

/** Recreate: nothing new before the last old pod is gone; `alive` counts pods, ended ones left out. */
export function recreateStep(
  spec: DeploymentSpec,
  newest: KubeObject | undefined,
  old: readonly KubeObject[],
  alive: number,
): readonly Scale[] | "create" {
  const down = old.flatMap((set) => (replicasOf(set) === 0 ? [] : [{ set, to: 0 }]));
  if (down.length > 0) return down;
  if (alive > 0) return [];
  if (newest === undefined) return "create";
  return replicasOf(newest) === spec.replicas ? [] : [{ set: newest, to: spec.replicas }];
}
