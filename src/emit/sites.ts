/** Every place of a tree where text stands, with what may be read there and who wrote it. */
import { type Piece, piecesOf, type Reads, readsOf } from "../expr/parse.ts";
import type { Position } from "../expr/positions.gen.ts";
import type { Place } from "../workflow/place.ts";
import type { Text, Yaml } from "./tree.ts";

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

function expressionsOf(text: Text, memo: Map<string, Reads>): Site["expressions"] {
  if (typeof text.value !== "string") return [];
  const pieces: readonly Piece[] = piecesOf(text.value);
  if (pieces.length > 0)
    return pieces.map((p) => ({ source: p.expression, closed: p.closed, reads: parsed(memo, p.expression) }));
  return text.condition ? [{ source: text.value, closed: true, reads: parsed(memo, text.value) }] : [];
}

/** The sites of a tree, in the order of the YAML. Only text that holds an expression is one. */
export function sitesOf(
  tree: Yaml,
  memo: Map<string, Reads>,
  place?: Place,
  path: readonly string[] = [],
): readonly Site[] {
  if (tree.kind === "text") {
    const expressions = expressionsOf(tree, memo);
    return expressions.length > 0
      ? [{ text: String(tree.value), position: tree.position, place, path, expressions }]
      : [];
  }
  const children =
    tree.kind === "mapping"
      ? tree.entries.map((e) => ({ key: e.key, value: e.value, place: e.place }))
      : tree.items.map((item, i) => ({ key: String(i), value: item.value, place: item.place }));
  return children.flatMap((child) => sitesOf(child.value, memo, child.place ?? place, [...path, child.key]));
}

/** The ids of steps that something reads. */
export const readSteps = (sites: readonly Site[]): ReadonlySet<string> =>
  new Set(
    sites.flatMap((site) =>
      site.expressions.flatMap(({ reads }) =>
        reads.paths.flatMap(([root, id]) => (root === "steps" && id ? [id] : [])),
      ),
    ),
  );

/** The ids of jobs that something reads, in the order in which they are read. */
export const readJobs = (sites: readonly Site[], root = "needs"): readonly string[] => [
  ...new Set(
    sites.flatMap((site) =>
      site.expressions.flatMap(({ reads }) =>
        reads.paths.flatMap(([first, id]) => (first === root && id && id !== "*" ? [id] : [])),
      ),
    ),
  ),
];
