import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";

/** Where the schemas come from: the cluster's own version, and the two operators whose kinds the shop uses. */
export const modules = {
  kubernetes: "k8s.io/kubernetes@v1.34.4",
  prometheusOperator: "github.com/prometheus-operator/prometheus-operator@v0.85.0",
  externalSecrets: "github.com/external-secrets/external-secrets@v1.3.2",
} as const;

export function moduleFolder(module: string, cwd: string): string {
  const said = execFileSync("go", ["mod", "download", "-json", module], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { Dir }: { Dir: string } = JSON.parse(said);
  return Dir;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * One schema, strict: a property that it does not name is an error. `keep` is where it wants others, such as labels.
 * References go to the definitions that each file carries along.
 */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (!isObject(schema)) return schema;
  if (schema["format"] === "int-or-string" || schema["x-kubernetes-int-or-string"] === true)
    return { anyOf: [{ type: "string" }, { type: "integer" }] };
  const { properties, ...rest } = schema;
  const kept = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, strict(value)]));
  if (!isObject(properties)) return kept;
  const open = "additionalProperties" in schema || schema["x-kubernetes-preserve-unknown-fields"] === true;
  return {
    ...kept,
    properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, strict(value)])),
    ...(open ? {} : { additionalProperties: false }),
  };
}

const Kinds = v.array(v.object({ group: v.string(), kind: v.string(), version: v.string() }));
const Definition = v.looseObject({ "x-kubernetes-group-version-kind": v.optional(Kinds, []) });
const Swagger = v.looseObject({ definitions: v.record(v.string(), v.unknown()) });

/** The name by which kubeconform looks for it. For the core group, which has no name, it says the version twice. */
const fileName = (group: string, version: string, kind: string) =>
  `${group || version}_${version}_${kind.toLowerCase()}.json`;
export const template = "{{ .Group }}_{{ .ResourceAPIVersion }}_{{ .ResourceKind }}.json";

/** Kubernetes' own kinds; every file holds all definitions, which is large and needs no resolving. */
export function writeKubernetes(moduleDir: string, into: string): void {
  mkdirSync(into, { recursive: true });
  const { definitions } = v.parse(
    Swagger,
    JSON.parse(readFileSync(join(moduleDir, "api/openapi-spec/swagger.json"), "utf8")),
  );
  const all = Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, strict(definition)]));
  writeFileSync(
    join(into, "definitions.json"),
    JSON.stringify({ definitions: all }).replaceAll('"#/definitions/', `"definitions.json#/definitions/`),
  );
  for (const [name, definition] of Object.entries(definitions))
    for (const { group, version, kind } of v.parse(Definition, definition)["x-kubernetes-group-version-kind"])
      writeFileSync(
        join(into, fileName(group, version, kind)),
        JSON.stringify({ $ref: `definitions.json#/definitions/${name}` }),
      );
}

const Crd = v.looseObject({
  spec: v.looseObject({
    group: v.string(),
    names: v.looseObject({ kind: v.string() }),
    versions: v.array(v.looseObject({ name: v.string(), schema: v.object({ openAPIV3Schema: v.unknown() }) })),
  }),
});

/** An operator's kinds, out of the custom resource definitions that its module brings. */
export function writeOperator(folder: string, into: string): void {
  mkdirSync(into, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml"))) {
    const crd = v.safeParse(Crd, parse(readFileSync(join(folder, file), "utf8")));
    if (!crd.success) continue;
    const { group, names, versions } = crd.output.spec;
    for (const { name, schema } of versions) {
      const root = strict(schema.openAPIV3Schema);
      const open =
        isObject(root) && isObject(root["properties"])
          ? { ...root, properties: { ...root["properties"], metadata: { type: "object" } } }
          : root;
      writeFileSync(join(into, fileName(group, name, names.kind)), JSON.stringify(open));
    }
  }
}
