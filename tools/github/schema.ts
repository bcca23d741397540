import { readFileSync } from "node:fs";
import * as v from "valibot";

/** GitHub's own workflow schema, as the package that GitHub publishes carries it. Read as a file: it is not exported. */
const Property = v.union([v.string(), v.looseObject({ type: v.string(), required: v.optional(v.boolean()) })]);
const Definition = v.looseObject({
  context: v.optional(v.array(v.string())),
  mapping: v.optional(
    v.looseObject({
      properties: v.optional(v.record(v.string(), Property)),
      "loose-value-type": v.optional(v.string()),
    }),
  ),
  "one-of": v.optional(v.array(v.string())),
  "allowed-values": v.optional(v.array(v.string())),
  sequence: v.optional(v.looseObject({ "item-type": v.string() })),
});
const Schema = v.object({ version: v.string(), definitions: v.record(v.string(), Definition) });

export type SchemaDefinition = v.InferOutput<typeof Definition>;
export type Definitions = Readonly<Record<string, SchemaDefinition>>;

export function readSchema(file: "workflow" | "action"): Definitions {
  const path = new URL(`./${file}-v1.0.min.json`, import.meta.resolve("@actions/workflow-parser"));
  return v.parse(Schema, JSON.parse(readFileSync(path, "utf8"))).definitions;
}

/** The keys of a mapping definition, each with the definition of its value. */
export function propertiesOf(definition: SchemaDefinition | undefined): ReadonlyMap<string, string> {
  const properties = definition?.mapping?.properties ?? {};
  return new Map(Object.entries(properties).map(([key, p]) => [key, typeof p === "string" ? p : p.type]));
}
