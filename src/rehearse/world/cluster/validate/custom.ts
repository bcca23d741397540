import type { KubeObject } from "../object.ts";
import type { Cause } from "../status/status-error.ts";
import type { ResourceType } from "../types/resource-type.ts";

/** A custom resource against the schema of its definition. */
export function customCauses(type: ResourceType, object: KubeObject): readonly Cause[] {
  return type.validate?.(object) ?? [];
}
