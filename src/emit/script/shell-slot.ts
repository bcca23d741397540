import { Command } from "./command.ts";
import type { Heredoc } from "./heredoc.ts";
import type { Slot } from "./slot.ts";

/** What a place of shell text stands in, from the outside in. */
export type ShellFrame =
  | { readonly kind: "code"; readonly until: "" | ")" | "`"; readonly command: Command; parens: number; cases: number }
  | { readonly kind: "single" | "ansi" | "double" | "comment" }
  | { readonly kind: "arithmetic"; parens: number }
  | { readonly kind: "parameter"; readonly inDouble: boolean }
  | { readonly kind: "heredoc"; readonly heredoc: Heredoc };
export type CodeFrame = ShellFrame & { readonly kind: "code" };

export const shellCode = (until: CodeFrame["until"]): CodeFrame => ({
  kind: "code",
  until,
  command: new Command(),
  parens: 0,
  cases: 0,
});

const refusals = {
  ansi: "it stands inside $'…', where nothing is expanded: close the quote before it",
  comment: "it stands in a comment, where nothing reads it",
  arithmetic: "it stands in arithmetic, where a value is evaluated as code: assign it to a variable and check it first",
  parameter: "it stands inside ${…}: assign it to a variable on a line of its own first",
};

/** How a value may be put where these frames are open. `trailing`: what stands right before it. */
export function shellSlot(frames: readonly ShellFrame[], trailing: "dollar" | "backslash" | undefined): Slot {
  if (trailing === "dollar") return { refused: "a $ stands right before it" };
  if (trailing === "backslash") return { refused: "a backslash stands right before it" };
  if (frames.some((frame) => frame.kind === "code" && frame.until === "`"))
    return { refused: "it stands inside `…`, where quotes cannot be nested safely: write $(…)" };
  for (const frame of frames) {
    const runs = frame.kind === "code" ? frame.command.runsWord : undefined;
    if (runs) return { refused: `${runs}: pass the value as an argument of its own after it, and read it as "$1"` };
  }
  const top = frames.at(-1);
  if (top === undefined || top.kind === "code") return { as: "word" };
  if (top.kind === "heredoc") return { as: top.heredoc.expands ? "heredoc" : "raw" };
  if (top.kind === "double" || top.kind === "single") return { as: top.kind };
  return { refused: refusals[top.kind] };
}
