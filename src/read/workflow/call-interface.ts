import type { Text } from "../expression/expression.ts";
import type { Reading } from "../problem.ts";
import type { Located, Span } from "../source.ts";
import type { Node } from "../yaml/node.ts";
import { type InputDefault, isNull, readDefault } from "./dispatch.ts";
import { fields, loose } from "./mapping.ts";
import { flag, oneOf, text, type Value } from "./value.ts";

/** What a reusable workflow asks of its caller and gives back. */
export interface CallInterface {
  readonly at: Span;
  readonly inputs: readonly CallInput[];
  readonly secrets: readonly CallSecret[];
  readonly outputs: readonly CallOutput[];
}

export interface CallInput {
  readonly id: Located<string>;
  readonly at: Span;
  readonly type?: Located<string> | undefined;
  readonly description?: string | undefined;
  readonly required?: Value<boolean> | undefined;
  readonly default?: InputDefault | undefined;
}

export interface CallSecret {
  readonly id: Located<string>;
  readonly required?: Value<boolean> | undefined;
}

export interface CallOutput {
  readonly id: Located<string>;
  readonly at: Span;
  readonly value?: Text | undefined;
}

export const callTypes = ["string", "number", "boolean"] as const;

export function readCallInterface(reading: Reading, node: Node): CallInterface {
  const f = fields(reading, node, { what: '"workflow_call"', keys: ["inputs", "secrets", "outputs"] });
  const entries = (of: Node | undefined, what: string) =>
    of === undefined || isNull(of) ? [] : loose(reading, of, what);
  return {
    at: node.at,
    inputs: entries(f?.inputs, '"inputs"').flatMap(({ key, value }) =>
      readInput(reading, { value: key.text, at: key.at }, value),
    ),
    secrets: entries(f?.secrets, '"secrets"').map(({ key, value }) =>
      readSecret(reading, { value: key.text, at: key.at }, value),
    ),
    outputs: entries(f?.outputs, '"outputs"').flatMap(({ key, value }) =>
      readOutput(reading, { value: key.text, at: key.at }, value),
    ),
  };
}

function readInput(reading: Reading, id: Located<string>, node: Node): readonly CallInput[] {
  const keys = ["type", "description", "required", "default", "deprecationMessage"] as const;
  const f = fields(reading, node, { what: "an input of workflow_call", keys, required: ["type"] });
  if (f === undefined) return [{ id, at: node.at }];
  return [
    {
      id,
      at: node.at,
      type: f.type && oneOf(reading, f.type, callTypes),
      description: f.description && text(reading, f.description, "nowhere")?.text,
      required: f.required && flag(reading, f.required, "nowhere"),
      default: f.default && readDefault(reading, f.default, "on.workflow_call.inputs.<id>.default"),
    },
  ];
}

function readSecret(reading: Reading, id: Located<string>, node: Node): CallSecret {
  if (isNull(node)) return { id };
  const f = fields(reading, node, { what: "a secret of workflow_call", keys: ["required", "description"] });
  if (f?.description) text(reading, f.description, "nowhere");
  return { id, required: f?.required && flag(reading, f.required, "nowhere") };
}

function readOutput(reading: Reading, id: Located<string>, node: Node): readonly CallOutput[] {
  const shape = { what: "an output of workflow_call", keys: ["value", "description"], required: ["value"] } as const;
  const f = fields(reading, node, shape);
  if (f?.description) text(reading, f.description, "nowhere");
  return [{ id, at: node.at, value: f?.value && text(reading, f.value, "on.workflow_call.outputs.<id>.value") }];
}
