/** The OpenAPI v3 documents: kubectl asks them whether a field check or a dry run is to be had, and how lists merge. */
import type { JsonObject } from "../json/value.ts";
import { shapeOf } from "../schema/shape-of.ts";
import { apiVersionOf, type ResourceType } from "../types/resource-type.ts";
import { type Components, structSchema } from "./schema.ts";

const rootOf = (type: ResourceType) => (type.group === "" ? "api/v1" : `apis/${apiVersionOf(type)}`);

export function index(types: readonly ResourceType[]): JsonObject {
  const roots = [...new Set(types.map(rootOf))];
  return {
    paths: Object.fromEntries(roots.map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }])),
  };
}

/** Undefined: nobody serves that group version. */
export function document(types: readonly ResourceType[], root: string): JsonObject | undefined {
  const here = types.filter((type) => rootOf(type) === root);
  if (here.length === 0) return undefined;
  const components: Components = new Map();
  const kinds = here.map((type) => kindSchema(type, components));
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.34.4" },
    paths: Object.fromEntries(here.flatMap((type) => pathsOf(root, type))),
    components: { schemas: { ...Object.fromEntries(components), ...Object.fromEntries(kinds) } },
  };
}

function kindSchema(type: ResourceType, components: Components): readonly [string, JsonObject] {
  const shape = shapeOf(type);
  const { group, version, kind } = type;
  const schema = shape.kind === "struct" ? structSchema(shape, components) : { type: "object" };
  return [
    shape.kind === "struct" && type.custom !== true ? shape.name : `${group}.${version}.${kind}`,
    { ...schema, "x-kubernetes-group-version-kind": [{ group, kind, version }] },
  ];
}

const parameter = (name: string): JsonObject => ({ name, in: "query", schema: { type: "string", uniqueItems: true } });
const parameters = ["dryRun", "fieldManager", "fieldValidation", "force"].map(parameter);

function pathsOf(root: string, type: ResourceType): readonly (readonly [string, JsonObject])[] {
  const { group, version, kind } = type;
  const gvk = { group, version, kind };
  const collection = `/${root}/${type.namespaced ? "namespaces/{namespace}/" : ""}${type.resource}`;
  const operation = (action: string, extra: JsonObject = {}): JsonObject => ({
    parameters,
    responses: { "200": { description: "OK" } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": gvk,
    ...extra,
  });
  const patches = {
    content: Object.fromEntries(
      [
        "application/apply-patch+yaml",
        "application/json-patch+json",
        "application/merge-patch+json",
        ...(type.custom ? [] : ["application/strategic-merge-patch+json"]),
      ].map((media) => [media, { schema: { type: "object" } }]),
    ),
  };
  return [
    [collection, { get: operation("list"), post: operation("post") }],
    [
      `${collection}/{name}`,
      {
        get: operation("get"),
        put: operation("put"),
        patch: operation("patch", { requestBody: patches }),
        delete: operation("delete"),
      },
    ],
  ];
}
