import type { ResourceType } from "../types/resource-type.ts";
import { shapeOfKind } from "./schemas.ts";
import { deduced, type Shape } from "./shape.ts";

/** The shape of a type's objects: built in, from its CRD's schema, or anything. */
export function shapeOf(type: ResourceType): Shape {
  return type.shape ?? (type.schema === undefined ? deduced : shapeOfKind(type.schema));
}
