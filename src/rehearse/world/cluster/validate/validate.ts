import type { KubeObject } from "../object.ts";
import { invalid } from "../status/refusals.ts";
import type { Cause } from "../status/status-error.ts";
import type { ResourceType } from "../types/resource-type.ts";
import { metadataCauses } from "./metadata.ts";

export function validateCreate(type: ResourceType, object: KubeObject): void {
  refuse(type, object, metadataCauses(type, object));
}

export function validateUpdate(type: ResourceType, old: KubeObject, object: KubeObject, subresource: string): void {
  if (subresource !== "" || old === object) return;
  refuse(type, object, metadataCauses(type, object));
}

function refuse(type: ResourceType, object: KubeObject, causes: readonly Cause[]): void {
  if (causes.length > 0) throw invalid(type.kind, type.group, object.metadata.name, causes);
}
