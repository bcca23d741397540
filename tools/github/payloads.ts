/**
 * Writes what `github.event` holds per event, from GitHub's OpenAPI description of its webhooks:
 * `npm pack @octokit/openapi-webhooks`, unpack it elsewhere, `node tools/github/payloads.ts FOLDER/generated/api.github.com.json`.
 * It is not a dependency, for it is 36 MB. Names and types only are written, none of the descriptions.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { propertiesOf, readSchema } from "./schema.ts";

interface Shape {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly nullable?: boolean | undefined;
  readonly properties?: Readonly<Record<string, Shape>> | undefined;
  readonly items?: Shape | undefined;
  readonly oneOf?: readonly Shape[] | undefined;
  readonly anyOf?: readonly Shape[] | undefined;
  readonly allOf?: readonly Shape[] | undefined;
}
const Shape: v.GenericSchema<unknown, Shape> = v.object({
  $ref: v.optional(v.string()),
  type: v.optional(v.union([v.string(), v.array(v.string())])),
  enum: v.optional(v.array(v.unknown())),
  nullable: v.optional(v.boolean()),
  properties: v.optional(
    v.record(
      v.string(),
      v.lazy(() => Shape),
    ),
  ),
  items: v.optional(v.lazy(() => Shape)),
  oneOf: v.optional(v.array(v.lazy(() => Shape))),
  anyOf: v.optional(v.array(v.lazy(() => Shape))),
  allOf: v.optional(v.array(v.lazy(() => Shape))),
});
const OpenApi = v.object({
  webhooks: v.record(
    v.string(),
    v.object({
      post: v.looseObject({
        requestBody: v.looseObject({ content: v.record(v.string(), v.object({ schema: Shape })) }),
        "x-github": v.looseObject({ subcategory: v.string() }),
      }),
    }),
  ),
  components: v.looseObject({ schemas: v.record(v.string(), Shape) }),
});

const [source] = process.argv.slice(2);
if (!source) throw new Error("name the file: node tools/github/payloads.ts FOLDER/generated/api.github.com.json");
const api = v.parse(OpenApi, JSON.parse(readFileSync(source, "utf8")));

/** One schema as the plain ones it stands for: references followed, alternatives side by side. */
function plain(shape: Shape): Shape[] {
  if (shape.$ref) {
    const target = api.components.schemas[shape.$ref.split("/").at(-1) ?? ""];
    return target ? plain(target) : [];
  }
  const parts = [...(shape.oneOf ?? []), ...(shape.anyOf ?? []), ...(shape.allOf ?? [])].flatMap(plain);
  const { oneOf: _, anyOf: __, allOf: ___, ...own } = shape;
  return own.properties || own.type || own.enum ? [own, ...parts] : parts;
}

const pascal = (name: string) => name.replace(/(^|[-_])(\w)/g, (_m, _dash, letter: string) => letter.toUpperCase());
/** by their text, so that equal objects share one interface */
const interfaces = new Map<string, string>();
const names = new Set<string>();

function named(hint: string, body: string): string {
  const known = interfaces.get(body);
  if (known) return known;
  let name = pascal(hint);
  for (let n = 2; names.has(name); n++) name = `${pascal(hint)}${n}`;
  names.add(name);
  interfaces.set(body, name);
  return name;
}

const depthLimit = 4;
function objectOf(hint: string, shapes: readonly Shape[], depth: number): string {
  if (depth > depthLimit) return "unknown";
  const fields = new Map<string, Shape[]>();
  for (const shape of shapes)
    for (const [name, field] of Object.entries(shape.properties ?? {}))
      fields.set(name, [...(fields.get(name) ?? []), field]);
  if (fields.size === 0) return "{ readonly [key: string]: unknown }";
  const lines = [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => {
      const missing = field.length < shapes.filter((s) => s.properties).length && depth === 0;
      const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
      return `  readonly ${key}: ${typeOf(name, field, depth + 1)}${missing ? " | null" : ""};`.replace(
        /( \| null)+;/,
        " | null;",
      );
    });
  return named(hint, lines.join("\n"));
}

const scalars: Readonly<Record<string, string>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
};

function typeOf(hint: string, given: readonly Shape[], depth: number): string {
  const shapes = given.flatMap(plain);
  const types = new Set<string>();
  let nullable = false;
  for (const shape of shapes) {
    const kinds = typeof shape.type === "string" ? [shape.type] : (shape.type ?? (shape.properties ? ["object"] : []));
    nullable ||= shape.nullable === true || kinds.includes("null") || (shape.enum?.includes(null) ?? false);
    const texts = (shape.enum ?? []).filter((e) => typeof e === "string");
    if (texts.length > 0) for (const text of texts) types.add(JSON.stringify(text));
    else for (const kind of kinds) if (scalars[kind]) types.add(scalars[kind]);
  }
  if (types.has("string")) for (const t of types) if (t.startsWith('"')) types.delete(t);
  const objects = shapes.filter((s) => s.properties || (s.type === "object" && !s.enum));
  if (objects.length > 0) types.add(objectOf(hint, objects, depth));
  const lists = shapes.filter((s) => s.items);
  if (lists.length > 0)
    types.add(
      `readonly (${typeOf(
        hint.replace(/s$/, ""),
        lists.flatMap((s) => (s.items ? [s.items] : [])),
        depth + 1,
      )})[]`,
    );
  const all = [...types].sort();
  if (all.length === 0) return nullable ? "null" : "unknown";
  return `${all.join(" | ")}${nullable ? " | null" : ""}`.replace(/readonly \((\w+)\)\[\]/g, "readonly $1[]");
}

const byEvent = new Map<string, Shape[]>();
for (const { post } of Object.values(api.webhooks)) {
  const schema = post.requestBody.content["application/json"]?.schema;
  const event = post["x-github"].subcategory.replaceAll("-", "_");
  if (schema) byEvent.set(event, [...(byEvent.get(event) ?? []), schema]);
}
/** Events that are no webhook of their own carry the payload of another. */
const sameAs: Readonly<Record<string, string>> = {
  pull_request_target: "pull_request",
  pull_request_comment: "issue_comment",
};
const rows: string[] = [];
const shapes: string[] = [];
const topLevel: string[] = [];
for (const event of propertiesOf(readSchema("workflow")["on-mapping-strict"]).keys()) {
  const all = byEvent.get(sameAs[event] ?? event)?.flatMap(plain);
  if (!all) continue;
  const payload = objectOf(`${sameAs[event] ?? event}_payload`, all, 0);
  rows.push(`  readonly ${event}: ${payload};`);
  shapes.push(`  ${event}: ${JSON.stringify(payload)},`);
  const keys = [...new Set(all.flatMap((shape) => Object.keys(shape.properties ?? {})))].sort();
  topLevel.push(`  ${event}: ${JSON.stringify(keys)},`);
}
const text = `// Generated by \`node tools/github/payloads.ts\` from GitHub's OpenAPI description of webhooks (@octokit/openapi-webhooks, MIT). Do not edit.

${[...interfaces].map(([body, name]) => `export interface ${name} {\n${body}\n}`).join("\n\n")}

/** What \`github.event\` holds, per event that starts a workflow. */
export interface Payloads {
${rows.join("\n")}
  readonly schedule: SchedulePayload;
}

/** A scheduled run knows the line that was due, and its repository. */
export interface SchedulePayload {
  readonly schedule: string;
  readonly repository: PushPayload["repository"];
}
`;
writeFileSync(join(import.meta.dirname, "../../src/workflow/payloads.gen.ts"), text);

const fieldsText = `// Generated by \`node tools/github/payloads.ts\`, as payloads.gen.ts is. Do not edit.

/** The fields of \`github.event\` per event: an expression that leaks from another workflow is found by them. */
export const payloadFields: Readonly<Record<string, readonly string[]>> = {
${topLevel.join("\n")}
  schedule: ["repository", "schedule"],
};
`;
writeFileSync(join(import.meta.dirname, "../../src/workflow/payload-fields.gen.ts"), fieldsText);

/** `readonly Label[] | null` → `Label[]`; what may be of several kinds is `?`. */
function kindOf(type: string): string {
  const list = /^readonly \((.+)\)\[\]$|^readonly (\w+)\[\]$/.exec(type.replace(/ \| null$/, ""));
  if (list) return `${kindOf(list[1] ?? list[2] ?? "")}[]`;
  const kinds = new Set(
    type
      .split(" | ")
      .filter((part) => part !== "null")
      .map((part) => (part.startsWith('"') ? "string" : part)),
  );
  const [only = "?", ...others] = kinds;
  return others.length > 0 || !/^\w+$/.test(only) || only === "unknown" ? "?" : only;
}
const fieldsOf = (body: string) =>
  [...body.matchAll(/^ {2}readonly ("?)([^":]+)\1: (.+);$/gm)].map(
    ([, , name, type = ""]) => `${name}:${kindOf(type)}`,
  );

const checkText = `// Generated by \`node tools/github/payloads.ts\`, as src/workflow/payloads.gen.ts is. Do not edit.

/** The shape of \`github.event\`, per event that starts a workflow. */
export const payloads: Readonly<Record<string, string>> = {
${shapes.join("\n")}
};

/** Fields as \`name:kind\`; a kind is a primitive, another shape, one of these in a list (\`[]\`), or not known (\`?\`). */
export const payloadShapes: Readonly<Record<string, string>> = {
${[...interfaces].map(([body, name]) => `  ${name}: ${JSON.stringify(fieldsOf(body).join(" "))},`).join("\n")}
};
`;
writeFileSync(join(import.meta.dirname, "../../src/check/facts/payloads.gen.ts"), checkText);
