import { type Reading, report } from "../problem.ts";
import type { MappingNode, ScalarNode } from "../yaml/node.ts";

/** One of the things that a mapping may be, and how it is told from the others. */
export interface Variant<K extends string> {
  readonly kind: K;
  /** As the message names it: `a job of steps`. */
  readonly what: string;
  /** The key that it cannot be without. */
  readonly telling: string;
  readonly keys: readonly string[];
}

/** GitHub takes a mapping for what its first telling key says: each key leaves those that have it (`one-of` of the schema). */
function taken<K extends string>({ entries }: MappingNode, variants: readonly Variant<K>[]) {
  let left = variants;
  const unexpected: ScalarNode[] = [];
  for (const { key } of entries) {
    const having = left.filter(({ keys }) => keys.includes(key.text));
    if (having.length > 0) left = having;
    else unexpected.push(key);
  }
  return { left, unexpected };
}

/**
 * A mapping that GitHub takes for something else than a person would, by a key that came first: told where GitHub tells it,
 * shown at that key. The entries that are left make what was meant.
 */
export function withoutIntruders<K extends string>(
  reading: Reading,
  node: MappingNode,
  meant: K,
  variants: readonly Variant<K>[],
): MappingNode {
  const { left, unexpected } = taken(node, variants);
  const [other] = left;
  if (other === undefined || left.some(({ kind }) => kind === meant)) return node;
  const known = new Set(variants.flatMap(({ keys }) => keys));
  const own = new Set(variants.flatMap(({ kind, keys }) => (kind === meant ? keys : [])));
  const intruders = new Set(node.entries.map(({ key }) => key).filter(({ text }) => known.has(text) && !own.has(text)));
  const [first] = intruders;
  const because = `with "${first?.text}" this is ${other.what}`;
  for (const key of unexpected)
    if (known.has(key.text))
      report(reading, "unexpected-key", key.at, `${because}, which has no "${key.text}"`, first?.at);
  if (left.length === 1 && !node.entries.some(({ key }) => key.text === other.telling))
    report(reading, "missing-key", node.at, `${because}, which needs "${other.telling}"`, first?.at);
  return { ...node, entries: node.entries.filter(({ key }) => !intruders.has(key)) };
}
