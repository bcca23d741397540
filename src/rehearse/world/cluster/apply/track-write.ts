import { put } from "../json/path.ts";
import type { KubeObject } from "../object.ts";
import { shapeOf } from "../schema/shape-of.ts";
import { apiVersionOf, type ResourceType } from "../types/resource-type.ts";
import { compare } from "./compare.ts";
import { difference, emptySet, isEmpty, union, without } from "./field-set.ts";
import { isReset, type Owner, type OwnerName, ownable, readOwners, sameOwner, writeOwners } from "./owners.ts";

export interface Writer {
  readonly manager: string;
  readonly subresource: string;
  readonly time: string;
}

/** The object with managedFields that say what this write (any but an apply) made its own. */
export function trackWrite(
  type: ResourceType,
  old: KubeObject | undefined,
  object: KubeObject,
  writer: Writer,
): KubeObject {
  const owners = track(type, old, object, writer, ownersBefore(old, object, writer));
  return put(object, ["metadata", "managedFields"], owners.length === 0 ? undefined : writeOwners(owners));
}

/** A writer may edit managedFields itself; leaving them out changes nothing. */
function ownersBefore(old: KubeObject | undefined, object: KubeObject, writer: Writer): readonly Owner[] {
  if (writer.subresource !== "") return readOwners(old);
  if (isReset(object.metadata.managedFields)) return [];
  const stated = readOwners(object);
  return stated.length > 0 ? stated : readOwners(old);
}

export function track(
  type: ResourceType,
  old: KubeObject | undefined,
  object: KubeObject,
  { manager, subresource, time }: Writer,
  before: readonly Owner[],
): readonly Owner[] {
  const empty = { apiVersion: object.apiVersion, kind: object.kind, metadata: {} };
  const { added, modified, removed } = compare(shapeOf(type), old ?? empty, object);
  const taken = without(ownable(union(added, modified)), unwritten(type, subresource));
  const lost = union(taken, removed);
  const kept = before.map((owner) => ({ ...owner, fields: difference(owner.fields, lost) }));
  if (isEmpty(taken)) return kept.filter((owner) => !isEmpty(owner.fields));
  const self: OwnerName = { manager, operation: "Update", apiVersion: apiVersionOf(type), subresource };
  const mine = kept.find((owner) => sameOwner(owner, self));
  const fields = union(mine?.fields ?? emptySet, taken);
  return [...kept.filter((owner) => owner !== mine && !isEmpty(owner.fields)), { ...self, time, fields }];
}

/** What this endpoint does not write, whatever else fills it in: no status on the main resource, no spec on the other. */
function unwritten(type: ResourceType, subresource: string): readonly (readonly string[])[] {
  if (subresource === "status") return [["f:spec"]];
  return subresource === "" && type.subresources.some((sub) => sub.name === "status") ? [["f:status"]] : [];
}
