/** What a new version of an action changes for those who use it. */
import type { ActionManifest } from "../../bindings/generate/manifest.ts";
import type { PermissionNeed } from "../../spec/index.ts";

/** What a binding says of its action: enough to compare, without the old manifest. */
export interface Shape {
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  readonly deprecated: readonly string[];
  readonly outputs: readonly string[];
  /** `contents: read`; undefined where nobody has said */
  readonly permissions: readonly string[] | undefined;
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

const written = (text: string, key: string): unknown => {
  const found = new RegExp(`^  ${key}: (.*),$`, "m").exec(text)?.[1];
  return found === undefined ? undefined : JSON.parse(found);
};
/** The names of a list, or the keys of an object. */
const namesOf = (value: unknown): readonly string[] =>
  isRecord(value) ? Object.keys(value) : Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
const list = (text: string, key: string) => namesOf(written(text, key));

/** An action's binding lists what is required, a reusable workflow's says it of each input. */
function requiredIn(text: string): readonly string[] {
  const inputs = written(text, "inputs");
  if (!isRecord(inputs)) return list(text, "required");
  return Object.keys(inputs).filter((name) => {
    const input = inputs[name];
    return isRecord(input) && input["required"] === true;
  });
}

function permissionsIn(text: string): readonly string[] | undefined {
  const value = written(text, "permissions");
  if (Array.isArray(value))
    return value.flatMap((need: unknown) => (isRecord(need) ? [`${need["scope"]}: ${need["level"]}`] : []));
  if (!isRecord(value)) return undefined;
  return Object.entries(value).map(([scope, given]) => `${scope}: ${Array.isArray(given) ? given[0] : given}`);
}

/** The shape that a generated binding has. */
export const shapeOf = (binding: string): Shape => ({
  inputs: list(binding, "inputs"),
  required: requiredIn(binding),
  deprecated: list(binding, "deprecated"),
  outputs: list(binding, "outputs"),
  permissions: permissionsIn(binding),
});

export const shapeOfManifest = (
  manifest: ActionManifest,
  permissions: readonly PermissionNeed[] | undefined,
): Shape => ({
  inputs: manifest.inputs.map((i) => i.name),
  required: manifest.inputs.filter((i) => i.required).map((i) => i.name),
  deprecated: manifest.inputs.filter((i) => i.deprecated !== undefined).map((i) => i.name),
  outputs: manifest.outputs.map((o) => o.name),
  permissions: permissions?.map(({ scope, level }) => `${scope}: ${level}`),
});

const beyond = (all: readonly string[], known: readonly string[]) => all.filter((one) => !known.includes(one));

/** Each difference in one line, the breaking ones first. */
export function differences(before: Shape, after: Shape): readonly string[] {
  const say = (what: string, names: readonly string[]) => (names.length > 0 ? [`${what}: ${names.join(", ")}`] : []);
  return [
    ...say("the token must also be allowed", beyond(after.permissions ?? [], before.permissions ?? [])),
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
    ...say("the token need no longer be allowed", beyond(before.permissions ?? [], after.permissions ?? [])),
  ];
}
