/** What a new version of an action changes for those who use it. */
import type { ActionManifest } from "../../bindings/generate/manifest.ts";

/** What a binding says of its action: enough to compare, without the old manifest. */
export interface Shape {
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  readonly deprecated: readonly string[];
  readonly outputs: readonly string[];
}

const list = (text: string, key: string): readonly string[] => {
  const found = new RegExp(`^  ${key}: (\\[.*\\]),$`, "m").exec(text)?.[1];
  const parsed: unknown = found === undefined ? [] : JSON.parse(found);
  return Array.isArray(parsed) ? parsed.filter((one) => typeof one === "string") : [];
};

/** The shape that a generated binding has. */
export const shapeOf = (binding: string): Shape => ({
  inputs: list(binding, "inputs"),
  required: list(binding, "required"),
  deprecated: list(binding, "deprecated"),
  outputs: list(binding, "outputs"),
});

export const shapeOfManifest = (manifest: ActionManifest): Shape => ({
  inputs: manifest.inputs.map((i) => i.name),
  required: manifest.inputs.filter((i) => i.required).map((i) => i.name),
  deprecated: manifest.inputs.filter((i) => i.deprecated !== undefined).map((i) => i.name),
  outputs: manifest.outputs.map((o) => o.name),
});

const beyond = (all: readonly string[], known: readonly string[]) => all.filter((one) => !known.includes(one));

/** Each difference in one line, the breaking ones first. */
export function differences(before: Shape, after: Shape): readonly string[] {
  const say = (what: string, names: readonly string[]) => (names.length > 0 ? [`${what}: ${names.join(", ")}`] : []);
  return [
    ...say("inputs gone", beyond(before.inputs, after.inputs)),
    ...say("inputs now required", beyond(after.required, before.required)),
    ...say("outputs gone", beyond(before.outputs, after.outputs)),
    ...say("inputs now deprecated", beyond(after.deprecated, before.deprecated)),
    ...say(
      "inputs no longer required",
      beyond(before.required, after.required).filter((i) => after.inputs.includes(i)),
    ),
    ...say("new inputs", beyond(after.inputs, before.inputs)),
    ...say("new outputs", beyond(after.outputs, before.outputs)),
  ];
}
