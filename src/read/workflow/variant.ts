import { type Reading, report } from "../problem.ts";
import type { Entry, MappingNode, ScalarNode } from "../yaml/node.ts";

export interface VariantShape {
  readonly what: string;
  /** The key that it cannot be without. */
  readonly telling: string;
  readonly keys: readonly string[];
}

export interface Variant<K extends string> {
  /** What the mapping may still be when all its keys were looked at. */
  readonly kinds: readonly K[];
  /** Keys that none of those left has any more. */
  readonly unexpected: readonly ScalarNode[];
}

/** GitHub takes a mapping for what its first telling key says: each key leaves those that have it (`one-of` of the schema). */
export function variantOf<K extends string>(
  { entries }: MappingNode,
  keysOf: ReadonlyMap<K, readonly string[]>,
): Variant<K> {
  let kinds = [...keysOf.keys()];
  const unexpected: ScalarNode[] = [];
  for (const { key } of entries) {
    const left = kinds.filter((kind) => keysOf.get(kind)?.includes(key.text) === true);
    if (left.length > 0) kinds = left;
    else unexpected.push(key);
  }
  return { kinds, unexpected };
}

/**
 * A mapping that GitHub takes for something else than a person would, by a key that came first: told where GitHub tells it,
 * shown at that key. The entries that are left make what was meant.
 */
export function withoutIntruders<K extends string>(
  reading: Reading,
  node: MappingNode,
  meant: K,
  shapes: ReadonlyMap<K, VariantShape>,
): MappingNode {
  const keysOf = new Map([...shapes].map(([kind, { keys }]) => [kind, keys]));
  const { kinds, unexpected } = variantOf(node, keysOf);
  const [taken, ...others] = kinds;
  if (taken === undefined || kinds.includes(meant)) return node;
  const known = new Set([...keysOf.values()].flat());
  const isIntruder = ({ key }: Entry) => known.has(key.text) && keysOf.get(meant)?.includes(key.text) !== true;
  const intruder = node.entries.find(isIntruder)?.key;
  const { what, telling } = shapes.get(taken) ?? { what: "this", telling: "" };
  const because = `with "${intruder?.text}" this is ${what}`;
  for (const key of unexpected)
    if (known.has(key.text))
      report(reading, "unexpected-key", key.at, `${because}, which has no "${key.text}"`, intruder?.at);
  if (others.length === 0 && !node.entries.some(({ key }) => key.text === telling))
    report(reading, "missing-key", node.at, `${because}, which needs "${telling}"`, intruder?.at);
  return { ...node, entries: node.entries.filter((entry) => !isIntruder(entry)) };
}
