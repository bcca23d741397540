/**
 * Reads the lines of schema.gen.ts:
 *   `name*:string ports:[core.v1.ContainerPort]!map(containerPort,protocol)~merge(containerPort) labels:{string}`
 * `*` required, `[x]` list, `{x}` map, `!atomic` `!set` `!map(keys)` how it is shared, `=value` default,
 * `~strategy(key)` strategic merge patch; a line that begins with `=` is another name for something.
 */
import { isObject, type Json } from "../json/value.ts";
import type { Field, PatchStrategy, ScalarType, Shape } from "./shape.ts";
import { untyped } from "./shape.ts";

export type Resolve = (struct: string) => Shape;

const scalars: Readonly<Record<string, ScalarType>> = {
  string: "string",
  integer: "integer",
  number: "number",
  boolean: "boolean",
  quantity: "quantity",
  "int-or-string": "int-or-string",
  time: "time",
  microtime: "microtime",
  bytes: "bytes",
};

export function parseLine(name: string, line: string, resolve: Resolve): Shape {
  if (line.startsWith("= ")) return parseExpression(line.slice(2), resolve);
  const atomic = line.startsWith("atomic ");
  const fields = new Map<string, Field>();
  for (const part of (atomic ? line.slice("atomic ".length) : line).split(" ")) {
    if (part === "") continue;
    const [key, field] = parseField(part, resolve);
    fields.set(key, field);
  }
  return { kind: "struct", name, fields, atomic, open: false };
}

const fieldForm = /^([^:*]+)(\*?):([^=~]+)(?:=([^~]+))?(?:~([a-zA-Z,]+)(?:\((.+)\))?)?$/;

function parseField(part: string, resolve: Resolve): readonly [string, Field] {
  const found = fieldForm.exec(part);
  if (found === null) throw new Error(`schema.gen.ts: "${part}" is no field in the notation that notation.ts reads`);
  const [, name = "", star, expression = "", byDefault, strategy, key] = found;
  let known: Shape | undefined;
  return [
    name,
    {
      shape: () => {
        known ??= parseExpression(expression, resolve);
        return known;
      },
      required: star === "*",
      ...(byDefault === undefined ? {} : { default: parseDefault(byDefault) }),
      ...(strategy === undefined ? {} : { patch: parsePatch(strategy, key) }),
    },
  ];
}

function parseDefault(text: string): Json {
  const value: unknown = JSON.parse(text);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" || isObject(value)
    ? value
    : null;
}

function parsePatch(strategy: string, key: string | undefined): PatchStrategy {
  const parts = strategy.split(",");
  return { merge: parts.includes("merge"), retainKeys: parts.includes("retainKeys"), key };
}

export function parseExpression(text: string, resolve: Resolve): Shape {
  const scalar = scalars[text];
  if (scalar !== undefined) return { kind: "scalar", type: scalar };
  if (text === "any") return untyped;
  const [, body = "", relation, keys] = /^(.*?)(?:!(atomic|set|map)(?:\(([^)]*)\))?)?$/.exec(text) ?? [];
  if (body.startsWith("[")) {
    const items = lazily(() => parseExpression(body.slice(1, -1), resolve));
    if (relation === "map") return { kind: "list", items, relation, keys: (keys ?? "").split(",") };
    return { kind: "list", items, relation: relation === "set" ? "set" : "atomic", keys: [] };
  }
  if (body.startsWith("{"))
    return {
      kind: "map",
      values: lazily(() => parseExpression(body.slice(1, -1), resolve)),
      atomic: relation === "atomic",
    };
  const shape = resolve(body);
  return relation === "atomic" && shape.kind === "struct" ? { ...shape, atomic: true } : shape;
}

function lazily(make: () => Shape): () => Shape {
  let known: Shape | undefined;
  return () => {
    known ??= make();
    return known;
  };
}
