import { literalOf, soleExpression, type Text } from "../expression/expression.ts";
import type { PositionName } from "../expression/position.ts";
import { readText } from "../expression/text.ts";
import { listed, type Reading, report } from "../problem.ts";
import type { Located, Span } from "../source.ts";
import { describe, type Node, type ScalarNode } from "../yaml/node.ts";

/** A boolean or number that may be left to an expression. */
export type Value<T> =
  | { readonly kind: "literal"; readonly at: Span; readonly value: T }
  | { readonly kind: "expression"; readonly at: Span; readonly text: Text };

export function scalar(reading: Reading, node: Node): ScalarNode | undefined {
  if (node.kind === "scalar") return node;
  report(reading, "unexpected-type", node.at, `${describe(node)} was not expected here; one value was`, node.key);
  return undefined;
}

/** Text that may be empty, as GitHub's schema has `string`. */
export function text(reading: Reading, node: Node, position: PositionName): Text | undefined {
  const found = scalar(reading, node);
  return found && readText(reading, found, position);
}

export function filledText(reading: Reading, node: Node, position: PositionName): Text | undefined {
  const found = text(reading, node, position);
  if (found === undefined || found.text !== "") return found;
  report(reading, "unexpected-value", node.at, "this may not be empty", node.key);
  return undefined;
}

/** Plain text without any expression. */
export function plain(reading: Reading, node: Node): Located<string> | undefined {
  const found = filledText(reading, node, "nowhere");
  return found && { value: found.text, at: found.at };
}

export function oneOf(reading: Reading, node: Node, allowed: readonly string[]): Located<string> | undefined {
  const found = scalar(reading, node);
  if (found === undefined || allowed.includes(found.text)) return found && { value: found.text, at: found.at };
  report(reading, "unexpected-value", node.at, `${describe(node)} is none of ${listed(allowed)}`, node.key);
  return undefined;
}

export function flag(reading: Reading, node: Node, position: PositionName): Value<boolean> | undefined {
  return typed(reading, node, position, "true or false", (value) => (typeof value === "boolean" ? value : undefined));
}

export function number(reading: Reading, node: Node, position: PositionName): Value<number> | undefined {
  return typed(reading, node, position, "a number", (value) => (typeof value === "number" ? value : undefined));
}

function typed<T>(
  reading: Reading,
  node: Node,
  position: PositionName,
  expected: string,
  accept: (value: ScalarNode["value"]) => T | undefined,
): Value<T> | undefined {
  const found = scalar(reading, node);
  if (found === undefined) return undefined;
  const value = accept(found.value);
  if (value !== undefined) return { kind: "literal", at: found.at, value };
  const written = readText(reading, found, position);
  if (soleExpression(written) !== undefined) return { kind: "expression", at: found.at, text: written };
  if (literalOf(written) === undefined) {
    report(
      reading,
      "unexpected-value",
      node.at,
      `expected ${expected} or one expression, not text with expressions in it`,
      node.key,
    );
  } else if (!unread(reading, found)) {
    report(
      reading,
      "unexpected-value",
      node.at,
      `expected ${expected} or an expression, got ${describe(found)}`,
      node.key,
    );
  }
  return undefined;
}

/** A list, or one value that stands for a list of one. */
export function list<T>(node: Node, read: (item: Node) => T | undefined): readonly T[] {
  const items = node.kind === "sequence" ? node.items : [node];
  return items.map(read).filter((item) => item !== undefined);
}

export function sequence<T>(
  reading: Reading,
  node: Node,
  read: (item: Node) => T | undefined,
): readonly T[] | undefined {
  if (node.kind === "sequence") return list(node, read);
  report(reading, "unexpected-type", node.at, `expected a list, got ${describe(node)}`, node.key);
  return undefined;
}

/** An expression that could not be read has been reported already. */
function unread(reading: Reading, node: ScalarNode): boolean {
  return reading.problems.some(
    ({ code, at }) => code.startsWith("expression") && at.start >= node.at.start && at.end <= node.at.end,
  );
}
