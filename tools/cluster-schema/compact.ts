import * as v from "valibot";

/**
 * From Kubernetes' OpenAPI documents to one line per type: what server-side apply, strategic merge patches and strict
 * decoding must know of a field, and nothing else. The notation is read by src/rehearse/world/cluster/schema/notation.ts.
 */
export interface OpenApiSchema {
  readonly $ref?: string | undefined;
  readonly allOf?: readonly OpenApiSchema[] | undefined;
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly default?: unknown;
  readonly items?: OpenApiSchema | undefined;
  readonly properties?: Readonly<Record<string, OpenApiSchema>> | undefined;
  readonly additionalProperties?: OpenApiSchema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly "x-kubernetes-list-type"?: string | undefined;
  readonly "x-kubernetes-list-map-keys"?: readonly string[] | undefined;
  readonly "x-kubernetes-map-type"?: string | undefined;
  readonly "x-kubernetes-patch-merge-key"?: string | undefined;
  readonly "x-kubernetes-patch-strategy"?: string | undefined;
}

const itself: v.GenericSchema<OpenApiSchema> = v.lazy(() => openApiSchema);
const text = v.optional(v.string());

export const openApiSchema: v.GenericSchema<OpenApiSchema> = v.object({
  $ref: text,
  allOf: v.optional(v.array(itself)),
  type: text,
  format: text,
  default: v.optional(v.unknown()),
  items: v.optional(itself),
  properties: v.optional(v.record(v.string(), itself)),
  additionalProperties: v.optional(itself),
  required: v.optional(v.array(v.string())),
  "x-kubernetes-list-type": text,
  "x-kubernetes-list-map-keys": v.optional(v.array(v.string())),
  "x-kubernetes-map-type": text,
  "x-kubernetes-patch-merge-key": text,
  "x-kubernetes-patch-strategy": text,
});

const scalars: Readonly<Record<string, string>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "microtime",
  "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "any",
  "io.k8s.apimachinery.pkg.runtime.RawExtension": "any",
};

export const fullName = (reference: string) => reference.replace("#/components/schemas/", "");

/** `io.k8s.api.apps.v1.Deployment` → `apps.v1.Deployment` */
export const shortName = (name: string) => name.split(".").slice(-3).join(".");

export function references(schema: OpenApiSchema): readonly string[] {
  const inner = [
    ...(schema.allOf ?? []),
    ...(schema.items ? [schema.items] : []),
    ...(schema.additionalProperties ? [schema.additionalProperties] : []),
    ...Object.values(schema.properties ?? {}),
  ];
  return [...(schema.$ref ? [fullName(schema.$ref)] : []), ...inner.flatMap(references)];
}

/** The line of a struct; for anything else the notation of what it is. */
export function line(name: string, schema: OpenApiSchema): string {
  if (scalars[name] !== undefined || schema.properties === undefined) return `= ${expression(schema, name)}`;
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, of]) => `${field}${required.has(field) ? "*" : ""}:${expression(of)}${byDefault(of)}${patch(of)}`);
  return `${schema["x-kubernetes-map-type"] === "atomic" ? "atomic " : ""}${fields.join(" ")}`;
}

export function expression(schema: OpenApiSchema, name = ""): string {
  const scalar = scalars[name];
  if (scalar !== undefined) return scalar;
  const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
  if (reference !== undefined) {
    const atomic = schema["x-kubernetes-map-type"] === "atomic" ? "!atomic" : "";
    return `${scalars[fullName(reference)] ?? shortName(fullName(reference))}${atomic}`;
  }
  if (schema.format === "int-or-string") return "int-or-string";
  if (schema.type === "array") return `[${expression(schema.items ?? {})}]${listKind(schema)}`;
  if (schema.type === "object" && schema.additionalProperties !== undefined)
    return `{${expression(schema.additionalProperties)}}${schema["x-kubernetes-map-type"] === "atomic" ? "!atomic" : ""}`;
  if (schema.format === "byte") return "bytes";
  if (schema.type === undefined || schema.type === "object") return "any";
  return schema.type;
}

function listKind(schema: OpenApiSchema): string {
  const keys = schema["x-kubernetes-list-map-keys"];
  if (schema["x-kubernetes-list-type"] === "map" && keys !== undefined) return `!map(${keys.join(",")})`;
  return schema["x-kubernetes-list-type"] === "set" ? "!set" : "";
}

/** Only defaults that say something: the empty ones are Go's zero values. */
function byDefault(schema: OpenApiSchema): string {
  const value = schema.default;
  if (value === undefined || typeof value === "object" || value === 0 || value === "" || value === false) return "";
  return `=${JSON.stringify(value)}`;
}

function patch(schema: OpenApiSchema): string {
  const strategy = schema["x-kubernetes-patch-strategy"];
  if (strategy === undefined) return "";
  const key = schema["x-kubernetes-patch-merge-key"];
  return `~${strategy}${key === undefined ? "" : `(${key})`}`;
}
