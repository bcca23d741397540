import type { KubeObject } from "../object.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { namespaceDefaults } from "./namespace.ts";

const byType: Readonly<Record<string, (object: KubeObject) => KubeObject>> = {
  namespaces: namespaceDefaults,
};

/** The object with the values the server fills in where the writer left them out. */
export function withDefaults(type: ResourceType, object: KubeObject): KubeObject {
  return byType[typeName(type)]?.(object) ?? object;
}
