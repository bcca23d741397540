import type { Text } from "../expression/expression.ts";
import type { PositionName } from "../expression/position.ts";
import { readText } from "../expression/text.ts";
import { type Reading, report } from "../problem.ts";
import type { Located, Span } from "../source.ts";
import { describe, type Node } from "../yaml/node.ts";
import { fields, loose } from "./mapping.ts";
import { flag, oneOf, scalar, sequence, text, type Value } from "./value.ts";

export interface DispatchInput {
  readonly id: Located<string>;
  readonly at: Span;
  readonly type?: Located<string> | undefined;
  readonly description?: string | undefined;
  readonly required?: Value<boolean> | undefined;
  readonly default?: InputDefault | undefined;
  readonly options?: Options | undefined;
  readonly deprecation?: string | undefined;
}

export interface InputDefault {
  readonly at: Span;
  readonly value: string | number | boolean | null;
  readonly text: string;
  readonly written: Text;
}

export interface Options {
  readonly at: Span;
  readonly key: Span | undefined;
  readonly items: readonly Located<string>[];
}

export const dispatchTypes = ["string", "number", "boolean", "choice", "environment"] as const;

export function readDispatchInputs(reading: Reading, node: Node): readonly DispatchInput[] {
  const f = fields(reading, node, { what: '"workflow_dispatch"', keys: ["inputs"] });
  if (f?.inputs === undefined || isNull(f.inputs)) return [];
  return loose(reading, f.inputs, '"inputs"').flatMap(({ key, value }) => {
    const id = { value: key.text, at: key.at };
    return isNull(value) ? [{ id, at: value.at }] : readInput(reading, id, value);
  });
}

function readInput(reading: Reading, id: Located<string>, node: Node): readonly DispatchInput[] {
  const keys = ["type", "description", "required", "default", "options", "deprecationMessage"] as const;
  const f = fields(reading, node, { what: "an input of workflow_dispatch", keys });
  if (f === undefined) return [];
  const items = f.options && sequence(reading, f.options, (item) => located(reading, item));
  return [
    {
      id,
      at: node.at,
      type: f.type && oneOf(reading, f.type, dispatchTypes),
      description: f.description && text(reading, f.description, "nowhere")?.text,
      required: f.required && flag(reading, f.required, "nowhere"),
      default: f.default && readDefault(reading, f.default, "nowhere"),
      options: f.options && items && { at: f.options.at, key: f.options.key, items },
      deprecation: f.deprecationMessage && text(reading, f.deprecationMessage, "nowhere")?.text,
    },
  ];
}

function located(reading: Reading, node: Node): Located<string> | undefined {
  const found = scalar(reading, node);
  return found && { value: found.text, at: found.at };
}

export function readDefault(reading: Reading, node: Node, position: PositionName): InputDefault | undefined {
  if (node.kind === "scalar") {
    const written = readText(reading, node, position);
    return { at: node.at, value: node.value, text: node.text, written };
  }
  report(reading, "unexpected-type", node.at, `a default is one value, not ${describe(node)}`, node.key);
  return undefined;
}

export function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
