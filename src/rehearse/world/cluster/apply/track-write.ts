import type { KubeObject } from "../object.ts";
import type { ResourceType } from "../types/resource-type.ts";

export interface Writer {
  readonly manager: string;
  readonly subresource: string;
  readonly time: string;
}

/** The object with managedFields that say what this write made its own. */
export function trackWrite(
  _type: ResourceType,
  _old: KubeObject | undefined,
  object: KubeObject,
  _writer: Writer,
): KubeObject {
  return object;
}
