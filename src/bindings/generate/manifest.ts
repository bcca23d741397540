/** An action's manifest, as far as a binding needs it. */
import * as v from "valibot";

const Text = v.pipe(
  v.nullish(v.union([v.string(), v.number(), v.boolean()])),
  v.transform((value) => (value === null || value === undefined ? undefined : String(value))),
);
const Input = v.nullish(
  v.looseObject({
    description: Text,
    required: v.nullish(v.union([v.boolean(), v.string()])),
    default: Text,
    deprecationMessage: Text,
  }),
);
const Output = v.nullish(v.looseObject({ description: Text }));
const Manifest = v.looseObject({
  name: Text,
  description: Text,
  inputs: v.nullish(v.record(v.string(), Input)),
  outputs: v.nullish(v.record(v.string(), Output)),
  runs: v.nullish(v.looseObject({ using: Text })),
});

export interface ManifestInput {
  readonly name: string;
  readonly description: string | undefined;
  /** the author must give it: required, and without a default */
  readonly required: boolean;
  readonly default: string | undefined;
  readonly deprecated: string | undefined;
}
export interface ActionManifest {
  readonly description: string | undefined;
  /** `node24`, `composite`, `docker` */
  readonly using: string | undefined;
  readonly inputs: readonly ManifestInput[];
  readonly outputs: readonly { readonly name: string; readonly description: string | undefined }[];
}

/** The manifest in parsed YAML, or why there is none. */
export function manifestOf(parsed: unknown): ActionManifest | { readonly wrong: string } {
  const result = v.safeParse(Manifest, parsed);
  if (!result.success)
    return {
      wrong: `is no manifest of an action: ${v.flatten(result.issues).root?.join(", ") ?? v.summarize(result.issues)}`,
    };
  const { description, runs, inputs, outputs } = result.output;
  return {
    description,
    using: runs?.using,
    inputs: Object.entries(inputs ?? {}).map(([name, input]) => ({
      name,
      description: input?.description,
      required: String(input?.required) === "true" && input?.default === undefined,
      default: input?.default,
      deprecated: input?.deprecationMessage,
    })),
    outputs: Object.entries(outputs ?? {}).map(([name, output]) => ({ name, description: output?.description })),
  };
}
