import type { InputSpec } from "./input.ts";
import type { OutputSpec } from "./output.ts";
import type { PermissionNeed } from "./permission.ts";

/** A failure this action foresees. The code is the key, in `spec.errors`. */
export interface ErrorSpec {
  /** what happened, as the README's table says it */
  readonly meaning: string;
  /** what to do about it */
  readonly hint: string;
}

/**
 * The declaration of an action: pure data, from which come its typed inputs and outputs at run time, `action.yml`,
 * the README's tables and the typed step for workflows. Write it in `spec.ts`, with nothing else in the file:
 *
 * ```ts
 * export const spec = {
 *   name: "greet",
 *   title: "Greet",
 *   description: "Says hello to someone.",
 *   inputs: { who: { type: "string", description: "Whom to greet.", default: "world" } },
 *   outputs: { greeting: { type: "string", description: "What was said." } },
 *   permissions: [],
 *   runs: { using: "node24" },
 * } as const satisfies ActionSpec;
 * ```
 */
export interface ActionSpec {
  /** the folder the action lives in: `build-push` */
  readonly name: string;
  /** how GitHub shows it: `Build and push an image` */
  readonly title: string;
  readonly description: string;
  /** by the name that workflows write: `fail-on`. At run time it is `inputs.failOn`. */
  readonly inputs: { readonly [name: string]: InputSpec };
  /** an output `verdict` is written by the kit itself, also when the action fails */
  readonly outputs: { readonly [name: string]: OutputSpec };
  /** each with its reason: the job's `permissions` are computed from them */
  readonly permissions: readonly PermissionNeed[];
  /** codes of the failures this action foresees, beside the kit's own */
  readonly errors?: { readonly [code: string]: ErrorSpec };
  readonly runs: {
    readonly using: "node24";
    /** `post` runs at the end of the job; `post-if` says when, `always()` if left out */
    readonly post?: true;
    readonly postIf?: string;
  };
  readonly branding?: { readonly icon: string; readonly color: BrandingColor };
  /** the page that messages link to; left out: the action's README in the repository it runs from */
  readonly docs?: string;
}

/** The colours that GitHub's marketplace has for an action's sign. */
export type BrandingColor = "white" | "yellow" | "blue" | "green" | "orange" | "red" | "purple" | "gray-dark";
