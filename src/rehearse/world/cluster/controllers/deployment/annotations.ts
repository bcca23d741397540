import { at } from "../../json/path.ts";
import type { KubeObject } from "../../object.ts";
import type { Labels } from "../workload/selector.ts";
import { specOf } from "./view.ts";

export const revisionKey = "deployment.kubernetes.io/revision";
const historyKey = "deployment.kubernetes.io/revision-history";
const desiredKey = "deployment.kubernetes.io/desired-replicas";
const maxKey = "deployment.kubernetes.io/max-replicas";

const own = new Set([
  revisionKey,
  historyKey,
  desiredKey,
  maxKey,
  "kubectl.kubernetes.io/last-applied-configuration",
  "deprecated.deployment.rollback.to",
]);

export const revisionOf = (object: KubeObject) => Number(object.metadata.annotations?.[revisionKey] ?? 0);

export const desiredOf = (set: KubeObject) => {
  const written = set.metadata.annotations?.[desiredKey];
  return written === undefined ? undefined : Number(written);
};

export const maxOf = (set: KubeObject) => Number(set.metadata.annotations?.[maxKey] ?? 0);

/** How large the Deployment was meant to be when this set was last scaled: proportional scaling needs it. */
export function sizeAnnotations(deployment: KubeObject): Labels {
  const { replicas, maxSurge } = specOf(deployment);
  return { [desiredKey]: String(replicas), [maxKey]: String(replicas + maxSurge) };
}

/** What the newest set carries: the Deployment's own annotations, its size, and its number. */
export function newestAnnotations(deployment: KubeObject, set: KubeObject | undefined, revision: number): Labels {
  const before = set?.metadata.annotations ?? {};
  const copied = Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !own.has(key)),
  );
  const old = before[revisionKey];
  const comesBack = old !== undefined && Number(old) < revision;
  const history = [...(before[historyKey]?.split(",") ?? []), ...(comesBack ? [old] : [])];
  return {
    ...before,
    ...copied,
    ...sizeAnnotations(deployment),
    [revisionKey]: String(comesBack || old === undefined ? revision : old),
    ...(history.length === 0 ? {} : { [historyKey]: history.join(",") }),
  };
}

export const collisionsOf = (deployment: KubeObject) => {
  const count = at(deployment, "status", "collisionCount");
  return typeof count === "number" ? count : 0;
};
