/** Follows PowerShell text, only as far as needed to say in which quoting a place of it stands (about_Quoting_Rules). */
import type { Slot } from "./shell.ts";

type Frame =
  | "code"
  | "single"
  | "double"
  | "comment"
  | "block-comment"
  | "here-single"
  | "here-double"
  | "subexpression";

export class PwshText {
  private readonly frames: Frame[] = ["code"];
  private previous = "";
  private trailing = false;

  feed(text: string): void {
    this.trailing = false;
    for (let at = 0; at < text.length; ) at += this.step(text, at);
    if (text !== "") this.previous = text.at(-1) ?? "";
  }

  filled(): void {
    this.previous = "x";
  }

  private get top(): Frame {
    return this.frames.at(-1) ?? "code";
  }

  /** How many characters were read. */
  private step(text: string, at: number): number {
    const is = (token: string) => text.startsWith(token, at);
    const open = (frame: Frame, length: number) => {
      this.frames.push(frame);
      return length;
    };
    const close = (length: number) => {
      this.frames.pop();
      return length;
    };
    const lineStart = at === 0 ? this.previous === "\n" : text[at - 1] === "\n";
    switch (this.top) {
      case "single":
        return is("''") ? 2 : is("'") ? close(1) : 1;
      case "comment":
        return is("\n") ? close(0) : 1;
      case "block-comment":
        return is("#>") ? close(2) : 1;
      case "here-single":
        return lineStart && is("'@") ? close(2) : 1;
      case "here-double":
        if (lineStart && is('"@')) return close(2);
        return is("$(") ? open("subexpression", 2) : this.escape(text, at);
      case "double":
        if (is('""')) return 2;
        if (is('"')) return close(1);
        return is("$(") ? open("subexpression", 2) : this.escape(text, at);
      default:
        return this.code(text, at, open, close);
    }
  }

  private escape(text: string, at: number): number {
    if (text[at] !== "`" && text[at] !== "$") return 1;
    if (at + 1 >= text.length) this.trailing = true;
    return text[at] === "`" ? 2 : 1;
  }

  private code(
    text: string,
    at: number,
    open: (frame: Frame, length: number) => number,
    close: (length: number) => number,
  ): number {
    const is = (token: string) => text.startsWith(token, at);
    const before = at === 0 ? this.previous : (text[at - 1] ?? "");
    if (/^@'[ \t]*\r?\n/.test(text.slice(at, at + 40))) return open("here-single", 2);
    if (/^@"[ \t]*\r?\n/.test(text.slice(at, at + 40))) return open("here-double", 2);
    if (is("'")) return open("single", 1);
    if (is('"')) return open("double", 1);
    if (is("<#")) return open("block-comment", 2);
    if (is("#") && !/[^\s;(){}|&]/.test(before)) return open("comment", 1);
    if (is("(")) return open("subexpression", 1);
    if (is(")") && this.frames.length > 1) return close(1);
    return this.escape(text, at);
  }

  get slot(): Slot {
    if (this.trailing) return { refused: "a ` or $ stands right before it" };
    switch (this.top) {
      case "code":
      case "subexpression":
        return { as: "word" };
      case "double":
        return { as: "double" };
      case "here-double":
        return { as: "heredoc" };
      case "single":
        return { as: "single" };
      case "here-single":
        return { as: "raw" };
      default:
        return { refused: "it stands in a comment, where nothing reads it" };
    }
  }
}
