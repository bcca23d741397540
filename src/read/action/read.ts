import { readText } from "../expression/text.ts";
import { type Problem, type Reading, report } from "../problem.ts";
import type { Source } from "../source.ts";
import { distinct, fields, loose, mapping } from "../workflow/mapping.ts";
import { plain, text } from "../workflow/value.ts";
import type { Node } from "../yaml/node.ts";
import { parseYaml } from "../yaml/parse.ts";
import type { Action, ActionInput, ActionOutput } from "./model.ts";
import { readRuns } from "./runs.ts";

export interface ActionRead {
  readonly action?: Action | undefined;
  readonly problems: readonly Problem[];
}

const keys = ["name", "description", "author", "inputs", "outputs", "runs", "branding"] as const;
/** Inputs may have more keys than GitHub reads: marketplaces and generators add their own. */
const inputKeys = ["description", "required", "default", "deprecationMessage"] as const;

export function readAction(source: Source): ActionRead {
  const problems: Problem[] = [];
  const reading: Reading = { source, problems };
  const parsed = parseYaml(reading);
  return { action: parsed && readRoot(reading, parsed.root), problems };
}

function readRoot(reading: Reading, root: Node): Action | undefined {
  const f = fields(reading, root, { what: "an action", keys, required: ["name", "runs"] });
  const runs = f?.runs && readRuns(reading, f.runs);
  if (f === undefined || runs === undefined) return undefined;
  return {
    source: reading.source,
    name: f.name && plain(reading, f.name),
    description: f.description && plain(reading, f.description),
    inputs: f.inputs
      ? loose(reading, f.inputs, '"inputs"').map(({ key, value }) =>
          readInput(reading, { value: key.text, at: key.at }, value),
        )
      : [],
    outputs: f.outputs
      ? loose(reading, f.outputs, '"outputs"').map(({ key, value }) =>
          readOutput(reading, { value: key.text, at: key.at }, value),
        )
      : [],
    runs,
    root,
  };
}

function readInput(reading: Reading, id: ActionInput["id"], node: Node): ActionInput {
  if (node.kind === "scalar" && node.value === null) return { id, required: false };
  const found = mapping(reading, node, `the input "${id.value}"`);
  if (found === undefined) return { id, required: false };
  const values = new Map(distinct(reading, found).map(({ key, value }) => [key.text, value]));
  const [, required, fallback, deprecation] = inputKeys.map((key) => values.get(key));
  return {
    id,
    required: required?.kind === "scalar" && required.text.toLowerCase() === "true",
    default: fallback?.kind === "scalar" ? readText(reading, fallback, "inputs.<id>.default") : undefined,
    deprecation: deprecation?.kind === "scalar" ? deprecation.text : undefined,
  };
}

function readOutput(reading: Reading, id: ActionOutput["id"], node: Node): ActionOutput {
  if (node.kind !== "mapping") {
    if (!(node.kind === "scalar" && node.value === null))
      report(reading, "unexpected-type", node.at, `the output "${id.value}" is a mapping`, id.at);
    return { id };
  }
  const value = node.entries.find(({ key }) => key.text === "value")?.value;
  return { id, value: value && text(reading, value, "outputs.<id>.value") };
}
