/** Our model in the form GitHub's reader tests use: numbered token types, `Key`/`Value` pairs, places when asked for. */
import {
  asExpression,
  type Condition,
  effectiveCondition,
  literalOf,
  placeOf,
  readText,
  type Source,
  type Span,
  type Text,
} from "../../../src/read/index.ts";
import type { Node, ScalarNode } from "../../../src/read/yaml/node.ts";

export type Token = null | boolean | number | string | { readonly [key: string]: unknown };

export interface Form {
  readonly source: Source;
  /** Given the file's number in the file table when places are wanted. */
  readonly fileNumber: ((file: string) => number) | undefined;
}

const types = { string: 0, sequence: 1, mapping: 2, expression: 3, insert: 4, boolean: 5, number: 6, null: 7 } as const;

function placed(form: Form, type: number, at: Span | undefined): Record<string, unknown> {
  if (form.fileNumber === undefined || at === undefined) return { type };
  const { line, column } = placeOf(form.source, at.start);
  return { type, file: form.fileNumber(form.source.file), line, col: column };
}

export function stringToken(form: Form, value: string, at: Span | undefined): Token {
  return form.fileNumber === undefined || at === undefined ? value : { ...placed(form, types.string, at), lit: value };
}

export function scalarToken(form: Form, value: string | number | boolean | null, at: Span | undefined): Token {
  if (typeof value === "string" || form.fileNumber === undefined || at === undefined)
    return typeof value === "string" ? stringToken(form, value, at) : value;
  if (value === null) return placed(form, types.null, at);
  return typeof value === "boolean"
    ? { ...placed(form, types.boolean, at), bool: value }
    : { ...placed(form, types.number, at), num: value };
}

export function textToken(form: Form, text: Text): Token {
  const literal = literalOf(text);
  return literal === undefined
    ? { ...placed(form, types.expression, text.at), expr: asExpression(text) }
    : stringToken(form, literal, text.at);
}

export function conditionToken(condition: Condition | undefined): Token {
  return { type: types.expression, expr: effectiveCondition(condition) };
}

export function sequenceToken(form: Form, items: readonly Token[], at: Span | undefined): Token {
  return { ...placed(form, types.sequence, at), ...(items.length > 0 ? { seq: items } : {}) };
}

export type Pair = readonly [key: Token, value: Token | undefined];

/** Pairs in any order: `map` is compared without regard to it. */
export function mapToken(form: Form, pairs: readonly Pair[], at: Span | undefined): Token {
  const map = pairs.filter(([, value]) => value !== undefined).map(([Key, Value]) => ({ Key, Value }));
  return { ...placed(form, types.mapping, at), ...(map.length > 0 ? { map } : {}) };
}

/** Keys whose values keep their own type; everywhere else GitHub's schema asks for text. */
const typedKeys = new Set(["cancel-in-progress", "deployment", "fail-fast", "max-parallel", "matrix", "with"]);

/** What was written, as the reader understood it. */
export function nodeToken(form: Form, node: Node, typed: boolean): Token {
  if (node.kind === "sequence")
    return sequenceToken(
      form,
      node.items.map((item) => nodeToken(form, item, typed)),
      node.at,
    );
  if (node.kind === "mapping") {
    const pairs = node.entries.map(({ key, value }): Pair => {
      return [keyToken(form, key), nodeToken(form, value, typed || typedKeys.has(key.text))];
    });
    return mapToken(form, pairs, node.at);
  }
  if (node.text.includes("${" + "{"))
    return textToken(form, readText({ source: form.source, problems: [] }, node, "jobs.<id>.steps"));
  return typed ? scalarToken(form, node.value, node.at) : stringToken(form, node.text, node.at);
}

function keyToken(form: Form, key: ScalarNode): Token {
  if (!key.text.includes("${" + "{")) return stringToken(form, key.text, key.at);
  const text = readText({ source: form.source, problems: [] }, key, "jobs.<id>.steps");
  const [only] = text.parts;
  return typeof only === "object" && only.text === "insert"
    ? { ...placed(form, types.insert, key.at), expr: "insert" }
    : textToken(form, text);
}

/** The value of a key of a mapping node. */
export function valueAt(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "mapping" ? node.entries.find((entry) => entry.key.text === key)?.value : undefined;
}
