import type { KubeObject } from "../object.ts";
import type { Cause } from "../status/status-error.ts";
import type { ResourceType } from "../types/resource-type.ts";
import { bad, notAllowed, required } from "./cause.ts";
import { isLabelValue, isQualifiedName, nameChecks } from "./names.ts";

export function metadataCauses(type: ResourceType, object: KubeObject): readonly Cause[] {
  const { name, labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = object.metadata;
  return [
    ...(name === ""
      ? [required("metadata.name", "name or generateName is required")]
      : nameChecks[type.names](name).map((why) => bad("metadata.name", name, why))),
    ...labelCauses("metadata.labels", labels),
    ...Object.keys(annotations).flatMap((key) =>
      isQualifiedName(key.toLowerCase()).map((why) => bad("metadata.annotations", key, why)),
    ),
    ...finalizers.flatMap((entry, i) => finalizerCauses(entry, i)),
    ...ownerReferences.flatMap((owner, i) =>
      (["apiVersion", "kind", "name", "uid"] as const)
        .filter((key) => typeof owner[key] !== "string" || owner[key] === "")
        .map((key) => bad(`metadata.ownerReferences[${i}].${key}`, owner[key] ?? "", "must not be empty")),
    ),
  ];
}

export function labelCauses(field: string, labels: Readonly<Record<string, string>>): readonly Cause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...isQualifiedName(key).map((why) => bad(field, key, why)),
    ...isLabelValue(value).map((why) => bad(field, value, why)),
  ]);
}

const standardFinalizers = ["orphan", "foregroundDeletion", "kubernetes"];

function finalizerCauses(entry: string, i: number): readonly Cause[] {
  if (standardFinalizers.includes(entry)) return [];
  const malformed = isQualifiedName(entry).map((why) => bad("metadata.finalizers", entry, why));
  if (malformed.length > 0 || entry.includes("/")) return malformed;
  return [
    bad(`metadata.finalizers[${i}]`, entry, "name is neither a standard finalizer name nor is it fully qualified"),
  ];
}

/** Once deletion has begun, finalizers can only go. */
export function metadataChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  if (old.metadata.deletionTimestamp === undefined) return [];
  const added = (next.metadata.finalizers ?? []).filter((entry) => !(old.metadata.finalizers ?? []).includes(entry));
  if (added.length === 0) return [];
  return [
    notAllowed(
      "metadata.finalizers",
      `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((entry) => JSON.stringify(entry)).join(", ")}}`,
    ),
  ];
}
