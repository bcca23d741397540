import type { Syntax } from "../../read/index.ts";
import { filterType, indexType } from "./access.ts";
import { callType } from "./functions.ts";
import { any, boolean, mergeAll, nothing, number, show, string, type Type } from "./type.ts";

export type Contexts = Readonly<Record<string, Type>>;

/** Something in an expression that cannot be right. */
export interface Issue {
  readonly kind: "property" | "type";
  readonly node: Syntax;
  readonly message: string;
  /** For `property`: the context it began with, and the way to the name that is missing. */
  readonly path?: readonly string[];
  /** For `property`: the name that is there and looks much like it. */
  readonly meant?: string | undefined;
}

export function inferType(node: Syntax, contexts: Contexts, tell: (issue: Issue) => void): Type {
  const of = (child: Syntax) => inferType(child, contexts, tell);
  const complain = (message: string, at: Syntax = node) => tell({ kind: "type", node: at, message });
  switch (node.kind) {
    case "literal":
      return node.value === null
        ? nothing
        : typeof node.value === "string"
          ? string
          : typeof node.value === "number"
            ? number
            : boolean;
    case "context":
      return contexts[node.name.toLowerCase()] ?? any;
    case "not":
      of(node.of);
      return boolean;
    case "logical":
      return logicalType(node, node.args.map(of));
    case "compare": {
      const [left, right] = [of(node.left), of(node.right)];
      if (!comparable(node.operator, left, right))
        complain(`${show(left)} cannot be compared with ${show(right)} by ${node.operator}`);
      return boolean;
    }
    case "call":
      return callType({
        node,
        args: node.args.map(of),
        tell: (message, index) => complain(message, node.args[index ?? -1] ?? node),
      });
    case "filter":
      return filterType(of(node.of), (message) => complain(message));
    case "index":
      return indexType(node, of(node.of), of(node.index), tell);
  }
}

/** `a && b` gives one of the two; which one is known when a literal decides. */
function logicalType(node: Syntax & { kind: "logical" }, types: readonly Type[]): Type {
  const stops = node.operator === "||";
  const possible: Type[] = [];
  for (const [index, child] of node.args.entries()) {
    const type = types[index] ?? any;
    const last = index === node.args.length - 1;
    const truth = truthOf(child);
    if (last || truth === undefined || truth === stops) possible.push(type);
    if (truth === stops) break;
  }
  return mergeAll(possible);
}

function truthOf(node: Syntax): boolean | undefined {
  if (node.kind === "literal") return Boolean(node.value);
  if (node.kind === "not") {
    const inner = truthOf(node.of);
    return inner === undefined ? undefined : !inner;
  }
  if (node.kind !== "logical") return undefined;
  const truths = node.args.map(truthOf);
  const stops = node.operator === "||";
  if (truths.includes(stops)) return stops;
  // `'…' && 60 || 20`: what is left of `||` is always true, since its last part is
  return truths.includes(undefined) ? undefined : !stops;
}

function comparable(operator: string, left: Type, right: Type): boolean {
  const loose = (type: Type) => type.kind === "any" || type.kind === "null";
  const composed = (type: Type) => type.kind === "object" || type.kind === "array";
  if (operator !== "==" && operator !== "!=") {
    return [left, right].every((type) => ["any", "number", "string"].includes(type.kind));
  }
  if (loose(left) || loose(right))
    return left.kind === "any" || right.kind === "any" || !composed(left) || !composed(right);
  if (left.kind === "array" && right.kind === "array") return comparable(operator, left.of, right.of);
  if (composed(left) || composed(right)) return left.kind === right.kind;
  return true;
}
