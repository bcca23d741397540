/** `kubectl get` prints what the server lays out: columns and rows (meta.k8s.io/v1 Table). */
import type { JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import { columnsOf } from "./columns.ts";

export function tableOf(
  type: ResourceType,
  objects: readonly KubeObject[],
  query: URLSearchParams,
  now: number,
  metadata: JsonObject,
): JsonObject {
  const columns = columnsOf(type, typeName(type));
  const include = query.get("includeObject") ?? "Metadata";
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: columns.map(({ name, type: kind, format = "", priority = 0 }) => ({
      name,
      type: kind,
      format,
      description: "",
      priority,
    })),
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object, now)),
      ...(include === "None"
        ? {}
        : {
            object:
              include === "Object"
                ? object
                : { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata },
          }),
    })),
  };
}
