import type { Text } from "../expression/expression.ts";
import type { Condition } from "../expression/text.ts";
import type { Located, Source, Span } from "../source.ts";
import type { Env } from "../workflow/model.ts";
import type { Step } from "../workflow/step.ts";
import type { Node } from "../yaml/node.ts";

/** An `action.yml`, as it was written. */
export interface Action {
  readonly source: Source;
  readonly name?: Located<string> | undefined;
  readonly description?: Located<string> | undefined;
  readonly inputs: readonly ActionInput[];
  readonly outputs: readonly ActionOutput[];
  readonly runs: Runs;
  readonly root: Node;
}

export interface ActionInput {
  readonly id: Located<string>;
  readonly required: boolean;
  readonly default?: Text | undefined;
  readonly deprecation?: string | undefined;
}

export interface ActionOutput {
  readonly id: Located<string>;
  /** Only a composite action's outputs have one. */
  readonly value?: Text | undefined;
}

export type Runs =
  | {
      readonly kind: "node";
      readonly at: Span;
      readonly using: Located<string>;
      readonly main: Located<string>;
      readonly pre?: Located<string> | undefined;
      readonly preIf?: Condition | undefined;
      readonly post?: Located<string> | undefined;
      readonly postIf?: Condition | undefined;
    }
  | {
      readonly kind: "docker";
      readonly at: Span;
      readonly image: Located<string>;
      readonly entrypoint?: Located<string> | undefined;
      readonly preEntrypoint?: Located<string> | undefined;
      readonly postEntrypoint?: Located<string> | undefined;
      readonly args: readonly Text[];
      readonly env?: Env | undefined;
    }
  | { readonly kind: "composite"; readonly at: Span; readonly steps: readonly Step[] };
