import { trackWrite } from "../apply/track-write.ts";
import { put } from "../json/path.ts";
import type { KubeObject, ManagedFieldsEntry } from "../object.ts";
import type { ResourceType } from "../types/resource-type.ts";
import type { WriteOptions } from "./store.ts";

/** A write, with the ownership that server-side apply has already worked out, if it was one. */
export interface WriteAs extends WriteOptions {
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** The object with managedFields: as apply worked them out, or by what this write changes. */
export function owners(
  type: ResourceType,
  old: KubeObject | undefined,
  object: KubeObject,
  time: string,
  { managedFields, manager = "unknown", subresource = "" }: WriteAs,
): KubeObject {
  if (managedFields === undefined) return trackWrite(type, old, object, { manager, subresource, time });
  return put(object, ["metadata", "managedFields"], managedFields.length === 0 ? undefined : managedFields);
}
