import { type Deps, type InputsOf, kitError } from "../../../src/action/index.ts";
import { imageName } from "../../../src/release/registry/image-name.ts";
import type { spec } from "../spec.ts";
import { type BuildSecret, parseSecrets } from "./secrets.ts";
import { tagsFrom } from "./tag.ts";

export type Inputs = InputsOf<typeof spec>;

/** What the inputs say together, read once. */
export interface Request {
  /** in lower case */
  readonly name: string;
  readonly secrets: readonly BuildSecret[];
  /** of a promotion */
  readonly tags: readonly string[];
}

/** The job may ask GitHub for a token that proves who it is. */
export const canSign = (env: Deps["env"]): boolean => (env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "") !== "";

function promotion({ mode, digest, tags }: Inputs): {
  readonly tags: readonly string[];
  readonly problems: readonly string[];
} {
  if (mode === "build")
    return {
      tags: [],
      problems: [
        ...(tags === undefined
          ? []
          : ["tags: only with `mode: promote`; a build pushes its commit's tag and no other"]),
        ...(digest === undefined ? [] : ["digest: only with `mode: promote`"]),
      ],
    };
  const made = tagsFrom(tags ?? []);
  return {
    tags: made.tags,
    problems: [
      ...(digest === undefined ? ["digest: `mode: promote` needs the digest of what gets the tags"] : []),
      ...(tags === undefined || tags.length === 0 ? ["tags: `mode: promote` needs at least one"] : []),
      ...made.empty.map((text) => `tags: nothing is left of '${text}' that a registry takes`),
    ],
  };
}

/** What no input says alone; all of it in one message. */
export function readRequest(inputs: Inputs, env: Deps["env"]): Request {
  const image = imageName(inputs.image);
  const { secrets, problems: badSecrets } = parseSecrets(inputs.secrets?.reveal() ?? "");
  const { tags, problems } = promotion(inputs);
  const twice = secrets.filter(({ id }) => inputs.secretFiles?.has(id));
  const wrong = [
    ...("wrong" in image ? [`image: ${image.wrong}; came '${inputs.image}'`] : []),
    ...problems,
    ...badSecrets.map((problem) => `secrets: ${problem}`),
    ...twice.map(({ id }) => `secret-files: ${id} is among the secrets, too`),
    ...(inputs.attest && !(inputs.push && inputs.mode === "build")
      ? ["attest: only what is built and pushed can be attested"]
      : []),
    ...(inputs.attest && !canSign(env) ? ["attest: the job needs `permissions: id-token: write`"] : []),
    ...(inputs.username !== undefined && inputs.password === undefined ? ["username: a password belongs to it"] : []),
  ];
  if ("wrong" in image || wrong.length > 0)
    throw kitError("bad-input", `these inputs do not go together:\n${wrong.map((line) => `  ${line}`).join("\n")}`);
  return { name: image.name, secrets, tags };
}
