/** The three shapes in which an answer may be asked for (`Accept: …;as=…`). */
import type { Json, JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { tableOf } from "../table/table.ts";
import { apiVersionOf, type ResourceType } from "../types/resource-type.ts";
import type { Call } from "./call.ts";

export type Shape = "object" | "table" | "metadata";

export function shapeAsked(call: Call): Shape {
  const accept = call.headers["accept"] ?? "";
  for (const kind of accept.split(",")) {
    const wanted = /as=(\w+)/.exec(kind)?.[1];
    if (wanted === "Table") return "table";
    if (wanted === "PartialObjectMetadata" || wanted === "PartialObjectMetadataList") return "metadata";
    if (wanted === undefined) return "object";
  }
  return "object";
}

/** As it is served: in the version asked for, which for a custom resource may not be the one it is stored in. */
export function served(type: ResourceType, object: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(type);
  return object.apiVersion === apiVersion || object.kind !== type.kind ? object : { ...object, apiVersion };
}

export function presentOne(call: Call, type: ResourceType, object: KubeObject, now: number): Json {
  const shape = shapeAsked(call);
  if (shape === "table") return tableOf(type, [served(type, object)], call.query, now, objectVersion(object));
  return shape === "metadata" ? metadataOnly(object) : served(type, object);
}

const objectVersion = (object: KubeObject) => ({ resourceVersion: object.metadata.resourceVersion ?? "" });

export function metadataOnly(object: KubeObject): JsonObject {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}

export function presentList(
  call: Call,
  type: ResourceType,
  objects: readonly KubeObject[],
  metadata: JsonObject,
  now: number,
): Json {
  const shape = shapeAsked(call);
  if (shape === "table")
    return tableOf(
      type,
      objects.map((object) => served(type, object)),
      call.query,
      now,
      metadata,
    );
  if (shape === "metadata")
    return {
      kind: "PartialObjectMetadataList",
      apiVersion: "meta.k8s.io/v1",
      metadata,
      items: objects.map(metadataOnly),
    };
  // Kubernetes leaves kind and apiVersion out of the items of a list of a built-in kind, but not of a custom one.
  return {
    kind: `${type.kind}List`,
    apiVersion: apiVersionOf(type),
    metadata,
    items: objects.map((object) => (type.custom ? served(type, object) : bare(object))),
  };
}

function bare(object: KubeObject): JsonObject {
  const { kind: _k, apiVersion: _v, ...rest } = object;
  return rest;
}
