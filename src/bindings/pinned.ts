/** Actions of others: the lock names the commit behind each; what is not in the lock does not compile. */
import { type Expr, isExpression, type Scalar } from "../expr/expression.ts";
import type { StepWith } from "../expr/positions.gen.ts";
import type { Nothing, Tell } from "../expr/tell.ts";
import type { PermissionNeed } from "../spec/index.ts";
import type { Variables, Written } from "../workflow/positions.ts";
import { type RemoteDeclaration, RemoteReusable } from "../workflow/remote.ts";
import { ActionUse, type NoOutputs, type Pin } from "../workflow/runnable.ts";
import type { CallInputs, CallSecrets } from "../workflow/triggers.ts";
import { granted } from "./granted.ts";
import type { Args } from "./spec.ts";

/** One line of `tidegate.lock.json`. */
export interface LockEntry extends Pin {
  /** when the tag was made */
  readonly date?: string;
}
/** `tidegate.lock.json`: for each action, and each workflow of another repository, the commit that runs. */
export type Lock = { readonly [action: string]: LockEntry };

/** What a generated binding knows of its action, by the names that the manifest has. */
export interface Manifest {
  readonly inputs: readonly string[];
  readonly required?: readonly string[];
  readonly outputs: readonly string[];
  readonly deprecated?: readonly string[];
  /** what it needs of the token; left out: nobody knows, and every step says for itself */
  readonly permissions?: readonly PermissionNeed[];
}

/** `fetch-depth` → `fetchDepth`, `AWS_REGION` → `awsRegion`: what a name of a manifest is called in TypeScript. */
export const camelName = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word))
    .map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join("");

const isWritten = (x: unknown): x is Written =>
  x === null || isExpression(x) || typeof x === "string" || typeof x === "number" || typeof x === "boolean";

function problemsOf(title: string, manifest: Manifest, given: Variables): readonly string[] {
  const unknown = Object.keys(given).filter((name) => !manifest.inputs.includes(name));
  const missing = (manifest.required ?? []).filter((name) => given[name] === undefined);
  return [
    ...unknown.map((name) => `${title} has no input ${name}; there are ${manifest.inputs.map(camelName).join(", ")}`),
    ...missing.map((name) => `${title} needs its input ${camelName(name)}`),
  ];
}

/** Text that stands for several lines may be given as a list. */
const lineUp = (value: unknown): unknown =>
  Array.isArray(value) && value.every((v) => typeof v === "string") ? value.join("\n") : value;

const titleOf = (action: string) =>
  action
    .split("/")
    .slice(-1)[0]
    ?.replace(/-action$/, "") ?? action;

type Local = `./${string}` | `$/${string}` | `docker://${string}`;

/**
 * The bindings and the untyped way to the actions of a lock. `tidegate add` writes the file that calls it; an action without a pin
 * does not compile.
 */
export const pinned = <const L extends Lock>(lock: L) => ({
  /** for generated bindings: typed inputs and outputs of one action */
  binding: <I extends object, O>(action: keyof L & string, manifest: Manifest) => {
    const names = new Map(manifest.inputs.map((name) => [camelName(name), name]));
    const outputNames = Object.fromEntries(manifest.outputs.map((name) => [camelName(name), name]));
    const title = titleOf(action);
    return (...[inputs]: Args<I>): ActionUse<O> => {
      const given: Record<string, Written> = {};
      for (const [name, value] of Object.entries(inputs ?? {})) {
        const text = lineUp(value);
        if (isWritten(text)) given[names.get(name) ?? name] = text;
      }
      return new ActionUse({
        kind: "uses",
        uses: action,
        pin: lock[action],
        title,
        inputs: given,
        outputNames,
        permissions: manifest.permissions && granted(manifest.permissions, given),
        problems: problemsOf(action, manifest, given),
      });
    };
  },
  /** for generated bindings: a reusable workflow of another repository, with what its file declares */
  reusable: <
    const CI extends CallInputs = Nothing,
    const CS extends CallSecrets = Nothing,
    const N extends string = never,
  >(
    file: keyof L & string,
    declared: RemoteDeclaration<CI, CS, N>,
  ): RemoteReusable<CI, CS, { readonly [K in N]: Expr<string, "needs"> }> => {
    const pin = lock[file];
    if (!pin) throw new TypeError(`${file} has no pin in the lock: run \`tidegate add ${file}@TAG\``);
    return new RemoteReusable(file, pin, declared.permissions);
  },
  /**
   * Any action of the lock by its name, or one at a path (`$/actions/x`). Its inputs are not typed; name the outputs that
   * you read at the step, and what it needs of the token.
   */
  uses: <const R extends string>(
    action: R extends (keyof L & string) | Local
      ? R
      : Tell<`${R} has no pin in the lock: run \`tidegate add ${R extends `${string}@${string}` ? R : `${R}@TAG`}\``>,
    inputs: { readonly [name: string]: Scalar | StepWith<Scalar> } = {},
  ): ActionUse<NoOutputs, unknown> =>
    new ActionUse({
      kind: "uses",
      uses: String(action),
      pin: lock[String(action)],
      title: titleOf(String(action)),
      inputs,
    }),
});
