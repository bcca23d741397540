/** A CRD's structural schema as a shape: how its objects are shared by those who apply them. */
import { isObject, type Json, type JsonObject, listOr, objectOr, stringOr } from "../json/value.ts";
import { shapeOfKind } from "../schema/schemas.ts";
import { deduced, type Field, type Shape, type Struct, untyped } from "../schema/shape.ts";

const text: Shape = { kind: "scalar", type: "string" };
const plain = (shape: Shape): Field => ({ shape: () => shape, required: false });

/** The whole object: what every object has, and what the schema adds. */
export function rootShape(name: string, schema: JsonObject): Struct {
  const own = shapeOfSchema(name, schema);
  const config = shapeOfKind("v1/ConfigMap");
  const metadata = config.kind === "struct" ? config.fields.get("metadata") : undefined;
  const fields = new Map(own.kind === "struct" ? own.fields : []);
  fields.set("apiVersion", plain(text));
  fields.set("kind", plain(text));
  fields.set("metadata", metadata ?? plain(deduced));
  const open = own.kind !== "struct" || own.open;
  return { kind: "struct", name, fields, atomic: false, open };
}

function shapeOfSchema(name: string, schema: JsonObject): Shape {
  const keeps = schema["x-kubernetes-preserve-unknown-fields"] === true;
  if (schema["x-kubernetes-int-or-string"] === true) return { kind: "scalar", type: "int-or-string" };
  switch (schema["type"]) {
    case "object":
      return objectShape(name, schema, keeps);
    case "array":
      return listShape(name, schema);
    case "integer":
    case "number":
    case "boolean":
    case "string":
      return { kind: "scalar", type: schema["type"] };
    default:
      return keeps || schema["type"] === undefined ? deduced : untyped;
  }
}

function objectShape(name: string, schema: JsonObject, keeps: boolean): Shape {
  const atomic = schema["x-kubernetes-map-type"] === "atomic";
  const values = schema["additionalProperties"];
  if (isObject(values)) return { kind: "map", values: () => shapeOfSchema(name, values), atomic };
  const properties = Object.entries(objectOr(schema["properties"]));
  if (properties.length === 0)
    return keeps ? deduced : { kind: "struct", name, fields: new Map(), atomic, open: false };
  const required = new Set(listOr(schema["required"]));
  const fields = properties.map(([key, value]) => [key, fieldOf(`${name}.${key}`, value, required.has(key))] as const);
  return { kind: "struct", name, fields: new Map(fields), atomic, open: keeps };
}

function fieldOf(name: string, schema: Json | undefined, required: boolean): Field {
  const own = objectOr(schema);
  const shape = shapeOfSchema(name, own);
  const byDefault = own["default"];
  return { shape: () => shape, required, ...(byDefault === undefined ? {} : { default: byDefault }) };
}

function listShape(name: string, schema: JsonObject): Shape {
  const items = shapeOfSchema(`${name}.items`, objectOr(schema["items"]));
  const type = stringOr(schema["x-kubernetes-list-type"], "atomic");
  const keys = listOr(schema["x-kubernetes-list-map-keys"]).map(String);
  const relation = type === "map" || type === "set" ? type : "atomic";
  return { kind: "list", items: () => items, relation, keys };
}
