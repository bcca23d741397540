import type { KubeObject } from "../object.ts";
import type { Cause } from "../status/status-error.ts";
import type { ResourceType } from "../types/resource-type.ts";
import { bad, required } from "./cause.ts";
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
    ...finalizers.flatMap((entry) => isQualifiedName(entry).map((why) => bad("metadata.finalizers", entry, why))),
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
