import type { Span } from "../source.ts";

export type Node = ScalarNode | SequenceNode | MappingNode;

interface Common {
  readonly at: Span;
  /** The key this is the value of. */
  readonly key: Span | undefined;
  /** Where `*name` stands, when the content was written elsewhere. */
  readonly alias: Span | undefined;
}

export interface ScalarNode extends Common {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** What the value is as a string, the way GitHub turns it into one. */
  readonly text: string;
  readonly style: "plain" | "quoted" | "block";
}

export interface SequenceNode extends Common {
  readonly kind: "sequence";
  readonly items: readonly Node[];
}

export interface MappingNode extends Common {
  readonly kind: "mapping";
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export function describe(node: Node): string {
  if (node.kind !== "scalar") return `a ${node.kind}`;
  if (node.value === null) return "nothing";
  return typeof node.value === "string" ? `"${node.text}"` : `the ${typeof node.value} ${node.text}`;
}
