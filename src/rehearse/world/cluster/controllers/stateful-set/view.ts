import { at } from "../../json/path.ts";
import { type JsonObject, numberOr, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";

export interface StatefulSetSpec {
  readonly replicas: number;
  readonly parallel: boolean;
  readonly onDelete: boolean;
  /** Ordinals below keep the old revision. */
  readonly partition: number;
  readonly minReadySeconds: number;
  readonly firstOrdinal: number;
  readonly claimTemplates: readonly JsonObject[];
}

export function specOf(set: KubeObject): StatefulSetSpec {
  const spec = set["spec"];
  return {
    replicas: numberOr(at(spec, "replicas"), 1),
    parallel: stringOr(at(spec, "podManagementPolicy")) === "Parallel",
    onDelete: stringOr(at(spec, "updateStrategy", "type")) === "OnDelete",
    partition: numberOr(at(spec, "updateStrategy", "rollingUpdate", "partition"), 0),
    minReadySeconds: numberOr(at(spec, "minReadySeconds"), 0),
    firstOrdinal: numberOr(at(spec, "ordinals", "start"), 0),
    claimTemplates: objectsOf(at(spec, "volumeClaimTemplates")),
  };
}

/** `db-3` of the set `db` in → 3 out. */
export function ordinalOf(set: KubeObject, pod: KubeObject): number | undefined {
  const { name } = set.metadata;
  const rest = pod.metadata.name.startsWith(`${name}-`) ? pod.metadata.name.slice(name.length + 1) : "";
  return /^\d+$/.test(rest) ? Number(rest) : undefined;
}
