import { isExpression } from "../expr/expression.ts";
import { render } from "../expr/render.ts";
import type { WorkflowModel } from "../workflow/workflow-model.ts";
import { data, kebab } from "./data.ts";
import { text } from "./text.ts";
import { type Entry, entry, flow, type Mapping, mapping, plain, type Yaml } from "./tree.ts";

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);
const recordOf = (x: unknown): Readonly<Record<string, unknown>> => (isRecord(x) ? x : {});

/** A workflow that is watched stands by its name. */
const nameOf = (watched: unknown): string =>
  isRecord(watched) && typeof watched["name"] === "string" ? watched["name"] : String(watched);

/** What an input or a secret declares, in the order people read it. */
const order = ["description", "type", "options", "required", "default"];
function declaration(given: unknown): Mapping {
  const keys = recordOf(given);
  return mapping(
    order.map((key) => {
      const value = keys[key];
      if (value === undefined) return undefined;
      if (isExpression(value))
        return { key, value: { kind: "text", value: render(value), position: "workflow-call-input-default" } };
      return { key, value: data(value) };
    }),
  );
}

const declarations = (given: unknown): Mapping =>
  mapping(Object.entries(recordOf(given)).map(([key, value]) => ({ key, value: declaration(value) })));

function outputs(model: WorkflowModel): Mapping {
  return mapping(
    Object.entries(model.outputs).map(([key, output]) => {
      const described = isRecord(output) && !isExpression(output) && "description" in output ? output : undefined;
      const value = described ? described.value : output;
      return {
        key,
        value: mapping([
          described && entry("description", plain(described.description)),
          isExpression(value) || typeof value !== "object" || value === null
            ? entry("value", text(value, "workflow-output-context", "jobs"))
            : undefined,
        ]),
      };
    }),
  );
}

/** A mapping with keys, or nothing behind the colon. */
const orNothing = (tree: Mapping): Yaml => (tree.entries.length > 0 ? tree : plain(null));

function trigger(name: string, given: unknown, model: WorkflowModel): Entry {
  const keys = recordOf(given);
  if (name === "schedule") return { key: name, value: data(given) };
  if (name === "workflow_dispatch")
    return { key: name, value: orNothing(mapping([entry("inputs", declarations(keys["inputs"]))])) };
  if (name === "workflow_call")
    return {
      key: name,
      value: orNothing(
        mapping([
          entry("inputs", declarations(keys["inputs"])),
          entry("secrets", declarations(keys["secrets"])),
          entry("outputs", outputs(model)),
        ]),
      ),
    };
  const filters = Object.entries(keys).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return [{ key: kebab(key), value: flow(values.map(nameOf)) }];
  });
  return { key: name, value: orNothing(mapping(filters)) };
}

/** `on`, always as a mapping: so adding a filter later changes one line. */
export const triggersTree = (model: WorkflowModel): Mapping =>
  mapping(
    Object.entries(model.on).flatMap(([name, given]) => (given === undefined ? [] : [trigger(name, given, model)])),
  );
