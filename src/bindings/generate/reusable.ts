/** The file of one reusable workflow's binding. */
import type { PermissionNeed } from "../../spec/index.ts";
import type { CallInputs, CallSecrets } from "../../workflow/triggers.ts";
import { generated, hover } from "./binding.ts";
import { exportName } from "./names.ts";

/** What a workflow that others call declares, and what its jobs ask for. */
export interface ReusableDeclaration {
  readonly inputs: CallInputs;
  readonly secrets: CallSecrets;
  readonly outputs: readonly string[];
  /** the most that any of its jobs states, those it calls at the same commit included */
  readonly permissions: readonly PermissionNeed[];
  /** jobs that state nothing: they run with whatever the call grants */
  readonly silent: readonly string[];
}

export interface ReusableBinding {
  /** `owner/repo/.github/workflows/x.yml` */
  readonly action: string;
  readonly commit: string;
  readonly declaration: ReusableDeclaration;
  /** said by whoever added it, where the file says too little */
  readonly permissions: readonly PermissionNeed[] | undefined;
  readonly descriptions: boolean;
}

/** Marks permissions that `tidegate update` keeps: somebody stated them with `--permissions`. */
export const statedByHand = "stated when it was added, not read from the file";

const json = (value: unknown) => JSON.stringify(value);

/** Descriptions are others' words; without them names and types are left. */
const withoutWords = <T extends object>(declared: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(declared).map(([name, one]) => [name, { ...one, description: undefined }]));

export function reusableFile(binding: ReusableBinding): string {
  const { action, commit, declaration, descriptions } = binding;
  const [owner, repo, ...path] = action.split("/");
  const kept = <T extends object>(declared: Readonly<Record<string, T>>) =>
    descriptions ? declared : withoutWords(declared);
  const permissions = Object.fromEntries(
    (binding.permissions ?? declaration.permissions).map(({ scope, level, reason }) => [scope, [level, reason]]),
  );
  return `${generated}
import { reusable } from "./pins.ts";

${hover([`${path.at(-1)} of ${owner}/${repo}, for \`call(id, ${exportName(action)}, { … })\``, `https://github.com/${owner}/${repo}/blob/${commit}/${path.join("/")}`], "")}export const ${exportName(action)} = reusable(${json(action)}, {
  inputs: ${json(kept(declaration.inputs))},
  secrets: ${json(kept(declaration.secrets))},
  outputs: ${json(declaration.outputs)},
${binding.permissions ? `  // ${statedByHand}\n` : ""}  permissions: ${json(permissions)},
});
`;
}
