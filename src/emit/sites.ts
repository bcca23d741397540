/** Every place of a tree where text stands, with what may be read there and who wrote it. */
import { type Piece, piecesOf, type Reads, readsOf } from "../expr/parse.ts";
import type { Position } from "../expr/positions.gen.ts";
import type { Place } from "../workflow/place.ts";
import type { Entry, Item, Text, Yaml } from "./tree.ts";

export interface Site {
  readonly text: string;
  readonly position: Position | undefined;
  readonly place: Place | undefined;
  /** the keys that lead there: `["steps", "2", "with", "ref"]` */
  readonly path: readonly string[];
  readonly expressions: readonly { readonly source: string; readonly reads: Reads; readonly closed: boolean }[];
}

/** One text is parsed once, however often it stands in the workflows. */
const parsed = (memo: Map<string, Reads>, source: string): Reads => {
  const known = memo.get(source);
  if (known) return known;
  const reads = readsOf(source);
  memo.set(source, reads);
  return reads;
};

const none: Site["expressions"] = [];

function expressionsOf(text: Text, memo: Map<string, Reads>): Site["expressions"] {
  if (typeof text.value !== "string" || !(text.condition || text.value.includes("${{"))) return none;
  const pieces: readonly Piece[] = piecesOf(text.value);
  if (pieces.length > 0)
    return pieces.map((p) => ({ source: p.expression, closed: p.closed, reads: parsed(memo, p.expression) }));
  return text.condition ? [{ source: text.value, closed: true, reads: parsed(memo, text.value) }] : none;
}

/**
 * The sites of a tree, in the order of the YAML. Only text that holds an expression is one. Every node of every workflow
 * passes here, so it is a loop over one list of keys.
 */
export function sitesOf(tree: Yaml, memo: Map<string, Reads>, place?: Place): readonly Site[] {
  const sites: Site[] = [];
  const path: (string | number)[] = [];
  const walk = (node: Yaml, around: Place | undefined): void => {
    if (node.kind === "text") {
      const expressions = expressionsOf(node, memo);
      if (expressions.length === 0) return;
      sites.push({
        text: String(node.value),
        position: node.position,
        place: around,
        path: path.map(String),
        expressions,
      });
      return;
    }
    const children: readonly (Entry | Item)[] = node.kind === "mapping" ? node.entries : node.items;
    for (let i = 0; i < children.length; i++) {
      const child = children[i];
      if (!child) continue;
      path.push("key" in child ? child.key : i);
      walk(child.value, child.place ?? around);
      path.pop();
    }
  };
  walk(tree, place);
  return sites;
}

/** The second part of every path that begins with a context: `steps.ID`, `needs.ID`. */
function read(sites: readonly Site[], root: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const site of sites)
    for (const { reads } of site.expressions)
      for (const [first, id] of reads.paths) if (first === root && id !== undefined && id !== "*") found.add(id);
  return found;
}

/** The ids of steps that something reads. */
export const readSteps = (sites: readonly Site[]): ReadonlySet<string> => read(sites, "steps");

/** The ids of jobs that something reads, in the order in which they are read. */
export const readJobs = (sites: readonly Site[]): ReadonlySet<string> => read(sites, "needs");
