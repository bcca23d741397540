import { Command } from "./command.ts";
import type { Slot } from "./slot.ts";

/** What a place of PowerShell text stands in, from the outside in. */
export type PwshFrame =
  | { readonly kind: "code"; readonly command: Command }
  | {
      readonly kind:
        | "single"
        | "double"
        | "comment"
        | "block-comment"
        | "here-single"
        | "here-double"
        | "verbatim-arguments";
    };

export const pwshCode = (): PwshFrame => ({ kind: "code", command: new Command() });

const slots = {
  code: { as: "word" },
  single: { as: "single" },
  double: { as: "double" },
  "here-single": { as: "raw" },
  "here-double": { as: "heredoc" },
  comment: { refused: "it stands in a comment, where nothing reads it" },
  "block-comment": { refused: "it stands in a comment, where nothing reads it" },
  "verbatim-arguments": { refused: "it stands behind --%, where nothing is expanded" },
} as const satisfies Readonly<Record<PwshFrame["kind"], Slot>>;

/** How a value may be put where these frames are open. `trailing`: a `` ` `` or `$` stands right before it. */
export function pwshSlot(frames: readonly PwshFrame[], trailing: boolean): Slot {
  if (trailing) return { refused: "a ` or $ stands right before it" };
  for (const frame of frames) {
    const runs = frame.kind === "code" ? frame.command.runsWord : undefined;
    if (runs) return { refused: `${runs}: hand the value over as an argument, or through the environment` };
  }
  return slots[frames.at(-1)?.kind ?? "code"];
}
