import { soleExpression } from "../expression/expression.ts";
import { type PositionName, positions } from "../expression/position.ts";
import { readText } from "../expression/text.ts";
import { listed, type Reading, report } from "../problem.ts";
import { describe, type Entry, type MappingNode, type Node, type ScalarNode } from "../yaml/node.ts";
import type { Env, EnvEntry } from "./model.ts";

export interface Shape<K extends string> {
  /** As the message names it: `a step`, `"concurrency"`. */
  readonly what: string;
  readonly keys: readonly K[];
  readonly required?: readonly K[];
  /** Where an expression as a key, `${{ insert }}` or another, would be evaluated; none is allowed without it. */
  readonly position?: PositionName;
}

export type Fields<K extends string> = { readonly [key in K]?: Node | undefined };

export function mapping(reading: Reading, node: Node, what: string): MappingNode | undefined {
  if (node.kind === "mapping") return node;
  report(
    reading,
    "unexpected-type",
    node.at,
    `${what} is a mapping of keys to values, not ${describe(node)}`,
    node.key,
  );
  return undefined;
}

/** The values of a mapping whose keys are known. Unknown, repeated and missing keys are reported. */
export function fields<K extends string>(reading: Reading, node: Node, shape: Shape<K>): Fields<K> | undefined {
  const found = mapping(reading, node, shape.what);
  if (found === undefined) return undefined;
  const result: { [key in K]?: Node } = {};
  let open = false;
  for (const { key, value } of distinct(reading, found)) {
    if (isExpression(key)) {
      readText(reading, key, shape.position ?? "nowhere");
      open = true;
      continue;
    }
    const known = shape.keys.find((name) => name === key.text);
    if (known !== undefined) result[known] = value;
    else unexpectedKey(reading, key.text, key.at, shape);
  }
  for (const name of shape.required ?? []) {
    if (result[name] === undefined && !open) {
      report(reading, "missing-key", node.at, `${shape.what} needs the key "${name}"`, node.key);
    }
  }
  return result;
}

export function unexpectedKey(reading: Reading, key: string, at: Node["at"], shape: Shape<string>): void {
  const near = shape.keys.find((known) => known.toLowerCase() === key.toLowerCase());
  const hint = near === undefined ? `its keys are ${listed([...shape.keys].sort())}` : `did you mean "${near}"?`;
  const message =
    key === "<<"
      ? "GitHub does not merge mappings with <<; repeat the keys"
      : `${shape.what} has no key "${key}"; ${hint}`;
  report(reading, "unexpected-key", at, message);
}

/** The entries without the repeated ones: GitHub compares keys without regard to case. */
export function distinct(reading: Reading, node: MappingNode): readonly Entry[] {
  const seen = new Map<string, string>();
  return node.entries.filter(({ key }) => {
    if (isExpression(key)) return true;
    const folded = key.text.toUpperCase();
    const first = seen.get(folded);
    if (first !== undefined) {
      const how = first === key.text ? "" : `, and case makes no difference: "${first}" is the same key`;
      report(reading, "duplicate-key", key.at, `"${key.text}" stands here twice${how}`);
      return false;
    }
    if (key.text !== "") seen.set(folded, key.text);
    return true;
  });
}

export function isExpression(key: ScalarNode): boolean {
  return typeof key.value === "string" && key.text.includes("${{");
}

/** Entries whose names are the author's own. */
export function loose(reading: Reading, node: Node, what: string): readonly Entry[] {
  const found = mapping(reading, node, what);
  if (found === undefined) return [];
  return distinct(reading, found).filter(({ key }) => {
    if (key.text === "<<")
      report(reading, "unexpected-key", key.at, "GitHub does not merge mappings with <<; repeat the keys");
    else if (key.text === "") report(reading, "unexpected-value", key.at, `a name in ${what} may not be empty`);
    return key.text !== "<<" && key.text !== "";
  });
}

/**
 * A mapping of names to texts, or one expression that gives such a mapping: what the mapping itself and its names may read,
 * `whole`, is less at some places than what its values may.
 */
export function readEnv(
  reading: Reading,
  node: Node,
  position: PositionName,
  what: string,
  whole = position,
): Env | undefined {
  const base = { at: node.at, key: node.key };
  if (node.kind === "scalar" && node.text.includes("${{") && positions[whole].contexts.length > 0) {
    const expression = readText(reading, node, whole);
    if (soleExpression(expression) !== undefined) return { ...base, entries: [], expression };
  }
  const entries: EnvEntry[] = [];
  for (const { key, value } of loose(reading, node, what)) {
    const nameText = isExpression(key) ? readText(reading, key, whole) : undefined;
    // `${{ insert }}` takes a whole mapping
    if (value.kind !== "scalar" && nameText !== undefined) continue;
    if (value.kind !== "scalar") {
      report(
        reading,
        "unexpected-type",
        value.at,
        `"${key.text}" in ${what} takes one value, not ${describe(value)}`,
        key.at,
      );
      continue;
    }
    const name = { value: key.text, at: key.at };
    entries.push({ name, nameText, value: readText(reading, value, position), scalar: value.value });
  }
  if (node.kind === "mapping" || node.kind === "scalar") return { ...base, entries };
  return undefined;
}
