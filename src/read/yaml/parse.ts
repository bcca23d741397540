import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { type Reading, report } from "../problem.ts";
import { type Located, nowhere, type Span } from "../source.ts";
import type { Entry, MappingNode, Node, ScalarNode, SequenceNode } from "./node.ts";
import { lastOf, rangeOf, span } from "./place.ts";
import { scalarOf } from "./scalar.ts";
import { checkTag } from "./tag.ts";

/** GitHub's own bounds (runner, Sdk/WorkflowParser/ParseOptions.cs); the second one also ends alias bombs. */
export interface Limits {
  readonly depth: number;
  readonly resultBytes: number;
  /** Of one file. */
  readonly characters: number;
}
export const githubLimits: Limits = { depth: 50, resultBytes: 10 * 1024 * 1024, characters: 1024 * 1024 };

/** `[one]#, two`: GitHub's reader takes this for a comment, and so must we. */
const commentAtOnce = "Comments must be separated from other tokens";

interface Walk {
  readonly reading: Reading;
  readonly document: Document.Parsed;
  readonly limits: Limits;
  /** Anchored nodes being expanded just now: meeting one again is a cycle. */
  readonly expanding: Set<unknown>;
  /** Anchored nodes with their anchor, until an alias refers to them. */
  readonly unused: Map<unknown, Located<string>>;
  bytes: number;
  stopped: boolean;
}

interface Around {
  readonly key: Span | undefined;
  readonly alias: Span | undefined;
  readonly depth: number;
}

export interface Parsed {
  readonly root: Node;
  readonly unusedAnchors: readonly Located<string>[];
}

export function parseYaml(reading: Reading, limits: Limits = githubLimits): Parsed | undefined {
  if (reading.source.text.length > limits.characters) {
    report(reading, "limit", nowhere, `the file has more than ${limits.characters} characters, and GitHub refuses it`);
    return undefined;
  }
  const document = parseDocument(reading.source.text, { uniqueKeys: false, prettyErrors: false, logLevel: "error" });
  // Only the first: what follows a mistake in the layout is mostly its echo.
  const [error] = document.errors.filter(({ message }) => !message.startsWith(commentAtOnce));
  if (error !== undefined) {
    const unclosed = error.message.startsWith("Missing closing") ? lastOf(document.contents) : undefined;
    const message =
      error.code === "MULTIPLE_DOCS"
        ? "a second document begins behind ---, and GitHub takes one in a file"
        : `this is not YAML: ${error.message}`;
    report(reading, "yaml", unclosed ?? span(error.pos, reading.source.text.length), message);
    return undefined;
  }
  if (document.contents === null) {
    report(reading, "yaml", nowhere, "the file is empty; a workflow needs at least `on` and `jobs`");
    return undefined;
  }
  // 26 + 2 a character is what a string weighs in GitHub's accounting, the file's own name included.
  const bytes = 26 + 2 * reading.source.file.length;
  const walk: Walk = { reading, document, limits, expanding: new Set(), unused: new Map(), bytes, stopped: false };
  const node = convert(walk, document.contents, { key: undefined, alias: undefined, depth: 1 });
  return walk.stopped ? undefined : { root: node, unusedAnchors: [...walk.unused.values()] };
}

function convert(walk: Walk, node: unknown, around: Around): Node {
  if (isAlias(node)) return convertAlias(walk, node, around);
  const at = rangeOf(node);
  const common = { at, key: around.key, alias: around.alias };
  if (around.alias === undefined) noteAnchor(walk, node, at);
  weigh(walk, 24);
  if (around.depth > walk.limits.depth && !isScalar(node))
    stop(walk, at, `nested deeper than ${walk.limits.depth} levels`);
  if (walk.stopped) return { kind: "scalar", value: null, text: "", style: "plain", ...common };
  const below = { alias: around.alias, depth: around.depth + 1, key: undefined };
  if (isMap(node)) {
    const entries = within(walk, node, () => node.items.map((pair) => convertPair(walk, pair, below)));
    return { kind: "mapping", entries, ...common } satisfies MappingNode;
  }
  if (isSeq(node)) {
    const items = within(walk, node, () => node.items.map((item) => convert(walk, item, below)));
    return { kind: "sequence", items, ...common } satisfies SequenceNode;
  }
  const scalar = scalarOf(node, common);
  if (isScalar(node)) checkTag(walk.reading, node, scalar);
  if (typeof scalar.value === "string") weigh(walk, 26 + 2 * scalar.text.length);
  return scalar;
}

function convertPair(walk: Walk, pair: { key: unknown; value: unknown }, below: Around): Entry {
  const key = convert(walk, pair.key, below);
  const named = key.kind === "scalar" ? key : keyThatIsNoScalar(walk, key);
  return { key: named, value: convert(walk, pair.value ?? emptyAfter(named), { ...below, key: named.at }) };
}

function within<T>(walk: Walk, node: object, convertAll: () => T): T {
  const outer = walk.expanding.has(node);
  walk.expanding.add(node);
  const all = convertAll();
  if (!outer) walk.expanding.delete(node);
  return all;
}

function convertAlias(
  walk: Walk,
  node: { source: string; resolve(document: Document): unknown },
  around: Around,
): Node {
  const at = rangeOf(node);
  const target = node.resolve(walk.document);
  const empty: ScalarNode = { kind: "scalar", value: null, text: "", style: "plain", at, key: around.key, alias: at };
  if (target === undefined) {
    report(walk.reading, "yaml", at, `the anchor "&${node.source}" that this refers to does not exist above`);
    walk.stopped = true;
    return empty;
  }
  walk.unused.delete(target);
  if (walk.expanding.has(target)) {
    report(walk.reading, "yaml", at, `"*${node.source}" stands inside what it refers to, so it would never end`);
    return empty;
  }
  return convert(walk, target, { ...around, alias: around.alias ?? at });
}

function noteAnchor(walk: Walk, node: unknown, at: Span): void {
  if (typeof node !== "object" || node === null || !("anchor" in node) || typeof node.anchor !== "string") return;
  const start = Math.max(walk.reading.source.text.lastIndexOf(`&${node.anchor}`, at.start), 0);
  walk.unused.set(node, { value: node.anchor, at: { start, end: start + node.anchor.length + 1 } });
}

function keyThatIsNoScalar(walk: Walk, key: Node): ScalarNode {
  report(walk.reading, "yaml", key.at, `a ${key.kind} cannot be a key; write the key as plain text`);
  return { kind: "scalar", value: "", text: "", style: "plain", at: key.at, key: undefined, alias: undefined };
}

function emptyAfter(key: ScalarNode): { range: [number, number, number] } {
  return { range: [key.at.end, key.at.end, key.at.end] };
}

function weigh(walk: Walk, bytes: number): void {
  walk.bytes += bytes;
  if (walk.bytes > walk.limits.resultBytes)
    stop(walk, nowhere, `larger than ${walk.limits.resultBytes} bytes once read`);
}

function stop(walk: Walk, at: Span, what: string): void {
  if (!walk.stopped) report(walk.reading, "limit", at, `the file is ${what}, and GitHub refuses it`);
  walk.stopped = true;
}
