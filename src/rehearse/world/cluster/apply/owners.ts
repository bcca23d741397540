import { isObject, type JsonObject, stringOr } from "../json/value.ts";
import type { KubeObject, ManagedFieldsEntry } from "../object.ts";
import { difference, type FieldSet, fromFieldsV1, isEmpty, toFieldsV1 } from "./field-set.ts";

export type Operation = "Apply" | "Update";

/** Who owns which fields, and since when: one entry of managedFields. */
export interface Owner {
  readonly manager: string;
  readonly operation: Operation;
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time?: string;
  readonly fields: FieldSet;
}

export type OwnerName = Omit<Owner, "time" | "fields">;

export function readOwners(object: KubeObject | undefined): readonly Owner[] {
  return (object?.metadata.managedFields ?? []).filter(isObject).flatMap((entry): Owner[] => {
    const { time } = entry;
    if (!isObject(entry["fieldsV1"])) return [];
    return [
      {
        manager: stringOr(entry["manager"], ""),
        operation: entry["operation"] === "Apply" ? "Apply" : "Update",
        apiVersion: stringOr(entry["apiVersion"], ""),
        subresource: stringOr(entry["subresource"], ""),
        ...(time === undefined ? {} : { time }),
        fields: fromFieldsV1(entry["fieldsV1"]),
      },
    ];
  });
}

/** Appliers first, then by time, as the API server lists them. */
export function writeOwners(owners: readonly Owner[]): readonly ManagedFieldsEntry[] {
  const order = (a: Owner, b: Owner) =>
    a.operation.localeCompare(b.operation) ||
    (a.time ?? "").localeCompare(b.time ?? "") ||
    a.manager.localeCompare(b.manager) ||
    a.subresource.localeCompare(b.subresource);
  return owners
    .filter((owner) => !isEmpty(owner.fields))
    .toSorted(order)
    .map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fieldsType: "FieldsV1",
      fieldsV1: toFieldsV1(fields),
      ...(subresource === "" ? {} : { subresource }),
    }));
}

/** Appliers are one across versions; updaters are told apart by the version they wrote in. */
export function sameOwner(a: OwnerName, b: OwnerName): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === "Apply" || a.apiVersion === b.apiVersion)
  );
}

const serverSet: FieldSet = fromFieldsV1({
  "f:apiVersion": {},
  "f:kind": {},
  "f:metadata": {
    ".": {},
    "f:name": {},
    "f:namespace": {},
    "f:creationTimestamp": {},
    "f:selfLink": {},
    "f:uid": {},
    "f:clusterName": {},
    "f:generation": {},
    "f:managedFields": {},
    "f:resourceVersion": {},
    "f:deletionTimestamp": {},
    "f:deletionGracePeriodSeconds": {},
  },
});

/** Without what identifies an object: nobody owns that. */
export const ownable = (fields: FieldSet): FieldSet => difference(fields, serverSet);

/** `managedFields: [{}]` in an update: all ownership is given up. */
export function isReset(managedFields: readonly JsonObject[] | undefined): boolean {
  return managedFields?.length === 1 && Object.keys(managedFields[0] ?? {}).length === 0;
}
