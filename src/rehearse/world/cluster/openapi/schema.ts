/** Shapes as OpenAPI schemas: the way back from the compact notation. */
import type { JsonObject } from "../json/value.ts";
import type { Field, Scalar, Shape, Struct } from "../schema/shape.ts";

const scalars: Readonly<Record<Scalar["type"], JsonObject>> = {
  string: { type: "string" },
  integer: { type: "integer", format: "int32" },
  number: { type: "number", format: "double" },
  boolean: { type: "boolean" },
  quantity: { oneOf: [{ type: "string" }, { type: "number" }] },
  "int-or-string": { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
  time: { type: "string", format: "date-time" },
  microtime: { type: "string", format: "date-time" },
  bytes: { type: "string", format: "byte" },
};

/** Collects the structs that are referred to, by name. */
export type Components = Map<string, JsonObject>;

export function schemaOf(shape: Shape, components: Components): JsonObject {
  switch (shape.kind) {
    case "scalar":
      return scalars[shape.type];
    case "untyped":
      return { type: "object", ...(shape.granular ? { "x-kubernetes-preserve-unknown-fields": true } : {}) };
    case "list":
      return {
        type: "array",
        items: schemaOf(shape.items(), components),
        "x-kubernetes-list-type": shape.relation,
        ...(shape.relation === "map" ? { "x-kubernetes-list-map-keys": [...shape.keys] } : {}),
      };
    case "map":
      return {
        type: "object",
        additionalProperties: schemaOf(shape.values(), components),
        ...(shape.atomic ? { "x-kubernetes-map-type": "atomic" } : {}),
      };
    case "struct":
      return reference(shape, components);
  }
}

function reference(struct: Struct, components: Components): JsonObject {
  if (!components.has(struct.name)) {
    components.set(struct.name, {});
    components.set(struct.name, structSchema(struct, components));
  }
  return { allOf: [{ $ref: `#/components/schemas/${struct.name}` }] };
}

export function structSchema(struct: Struct, components: Components): JsonObject {
  const required = [...struct.fields].filter(([, field]) => field.required).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries([...struct.fields].map(([name, field]) => [name, fieldSchema(field, components)])),
    ...(required.length === 0 ? {} : { required }),
    ...(struct.atomic ? { "x-kubernetes-map-type": "atomic" } : {}),
    ...(struct.open ? { "x-kubernetes-preserve-unknown-fields": true } : {}),
  };
}

function fieldSchema(field: Field, components: Components): JsonObject {
  const { patch } = field;
  const strategy = [...(patch?.merge ? ["merge"] : []), ...(patch?.retainKeys ? ["retainKeys"] : [])].join(",");
  return {
    ...schemaOf(field.shape(), components),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(strategy === "" ? {} : { "x-kubernetes-patch-strategy": strategy }),
    ...(patch?.key === undefined ? {} : { "x-kubernetes-patch-merge-key": patch.key }),
  };
}
