import { stringify } from "yaml";
import type { ActionSpec } from "../spec/action.ts";
import { defaultText } from "../spec/default.ts";
import type { InputSpec } from "../spec/input.ts";
import { inputForm } from "./action-kinds.ts";
import { generatedFrom } from "./generated.ts";

const yaml = (value: object) => stringify(value, { lineWidth: 120, minContentWidth: 60 });

/** `{ a, b: undefined }` → `{ a }`: what is not declared is not written. */
const declared = (entries: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

function inputManifest(input: InputSpec) {
  const form = inputForm(input);
  return declared({
    description: form === "" ? input.description : `${input.description} (${form})`,
    required: input.required,
    default: defaultText(input),
    deprecationMessage: input.deprecated,
  });
}

function runsManifest({ using, post, postIf }: ActionSpec["runs"]) {
  const main = "dist/index.js";
  return declared({ using, main, post: post ? main : undefined, "post-if": postIf });
}

/** The action.yml of a declaration. `source` is where the declaration lies: `actions/audit/spec.ts`. */
export function actionManifest(spec: ActionSpec, source: string): string {
  const outputs = Object.entries(spec.outputs).map(([name, { description }]) => [name, { description }]);
  const inputs = Object.entries(spec.inputs).map(([name, input]) => [name, inputManifest(input)]);
  const sections = [
    { name: spec.title, description: spec.description },
    ...(spec.branding ? [{ branding: spec.branding }] : []),
    ...(inputs.length > 0 ? [{ inputs: Object.fromEntries(inputs) }] : []),
    ...(outputs.length > 0 ? [{ outputs: Object.fromEntries(outputs) }] : []),
    { runs: runsManifest(spec.runs) },
  ];
  return `# ${generatedFrom(source, "npx tidegate action")}\n${sections.map(yaml).join("\n")}`;
}
