import type { Action } from "../../../read/index.ts";
import { planSteps } from "../../../simulate/plan/from-step.ts";
import type { ActionManifest } from "./manifest.ts";

/** An action.yml that was read, in the form that is run; the text says why it is not. */
export function manifestFrom(action: Action): ActionManifest | string {
  const name = action.name?.value ?? action.source.file;
  const inputs = Object.fromEntries(
    action.inputs.map(({ id, required, default: fallback, deprecation }) => [
      id.value,
      {
        required,
        ...(fallback ? { default: fallback.text } : {}),
        ...(deprecation === undefined ? {} : { deprecation }),
      },
    ]),
  );
  const outputs = Object.fromEntries(
    action.outputs.flatMap(({ id, value }) => (value ? [[id.value, value.text]] : [])),
  );
  const { runs } = action;
  if (runs.kind === "docker") return `${name} is a Docker action, which is not run in a rehearsal`;
  if (runs.kind === "composite")
    return { name, inputs, outputs, runs: { kind: "composite", steps: planSteps(runs.steps) } };
  return {
    name,
    inputs,
    outputs,
    runs: {
      kind: "node",
      main: runs.main.value,
      ...(runs.pre ? { pre: runs.pre.value } : {}),
      ...(runs.preIf ? { preIf: runs.preIf.text.text } : {}),
      ...(runs.post ? { post: runs.post.value } : {}),
      ...(runs.postIf ? { postIf: runs.postIf.text.text } : {}),
    },
  };
}
