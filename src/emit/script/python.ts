/** Follows Python text: code, comments, and strings of all kinds (Language Reference, 2.4 to 2.5). */
import type { Slot } from "./slot.ts";

type Frame = { readonly kind: "code" | "comment" } | { readonly kind: "string"; readonly quote: string };

export class PythonText {
  private frame: Frame = { kind: "code" };
  private trailing = false;

  feed(text: string): void {
    this.trailing = false;
    for (let at = 0; at < text.length; ) at += this.step(text, at);
  }

  filled(): void {}

  private step(text: string, at: number): number {
    const { frame } = this;
    const character = text[at] ?? "";
    if (frame.kind === "comment") {
      if (character === "\n") this.frame = { kind: "code" };
      return 1;
    }
    if (frame.kind === "code") {
      if (character === "#") this.frame = { kind: "comment" };
      if (character !== '"' && character !== "'") return 1;
      const triple = character.repeat(3);
      const quote = text.startsWith(triple, at) ? triple : character;
      this.frame = { kind: "string", quote };
      return quote.length;
    }
    if (character === "\\") {
      if (at + 1 >= text.length) this.trailing = true;
      return 2;
    }
    if (frame.kind === "string" && text.startsWith(frame.quote, at)) {
      this.frame = { kind: "code" };
      return frame.quote.length;
    }
    return 1;
  }

  get slot(): Slot {
    if (this.trailing) return { refused: "a backslash stands right before it" };
    if (this.frame.kind === "comment") return { refused: "it stands in a comment, where nothing reads it" };
    if (this.frame.kind === "string")
      return { refused: "it stands inside a Python string: close the string before it, and join with +" };
    return { as: "word" };
  }
}
