import { mapOf, textOf } from "../../../simulate/expression/raw.ts";
import type { ActionStep } from "../../../simulate/plan/plan.ts";
import type { ActionFolder } from "../actions/manifest.ts";
import type { Env } from "./environment.ts";
import { idOf, placeOf, type StepScope } from "./step-scope.ts";

/** Names are compared without case; what the step leaves out takes the action's default, an empty text does not. */
export function inputsOf(scope: StepScope, step: ActionStep, action: ActionFolder, env: Env): Env {
  const { run } = scope;
  const place = placeOf(scope, env);
  const given = new Map(Object.entries(mapOf(step.with, place)).map(([name, value]) => [name.toLowerCase(), value]));
  const declared = Object.entries(action.manifest.inputs);
  const known = new Set(declared.map(([name]) => name.toLowerCase()));
  const say = (text: string) =>
    run.tell({ kind: "line", leg: run.leg, step: idOf(scope, step), text, look: "problem" });
  for (const name of given.keys()) {
    const names = declared.map(([each]) => each).join(", ") || "none";
    if (!known.has(name)) say(`Unexpected input '${name}', ${action.manifest.name} takes ${names}`);
  }
  for (const [name, { deprecation }] of declared)
    if (deprecation && given.has(name.toLowerCase())) say(`Input '${name}' has been deprecated: ${deprecation}`);
  const values = declared.map(([name, { default: fallback }]) => [
    name,
    given.get(name.toLowerCase()) ?? (fallback === undefined ? "" : textOf(fallback, place)),
  ]);
  const unknown = [...given].filter(([name]) => !known.has(name));
  return Object.fromEntries([...unknown, ...values]);
}

/** `fail-on` → `INPUT_FAIL-ON`: spaces become underscores, hyphens stay. */
export const inputVariables = (inputs: Env): Env =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value]),
  );
