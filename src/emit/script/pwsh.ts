/** Follows PowerShell text, only as far as needed to say in which quoting a place of it stands (about_Quoting_Rules, about_Parsing). */
import type { Command } from "./command.ts";
import { Cursor } from "./cursor.ts";
import { type PwshFrame, pwshCode, pwshSlot } from "./pwsh-slot.ts";
import type { Slot } from "./slot.ts";

/** PowerShell takes typographic quotes for the plain ones. */
const singleQuote = /['\u2018-\u201b]/;
const doubleQuote = /["\u201c-\u201e]/;
/** Behind these a word begins, and before these it ends. */
const separator = /[\s(){}[\],;|&!]/;

export class PwshText {
  private readonly frames: PwshFrame[] = [pwshCode()];
  private readonly cursor = new Cursor();
  private trailing = false;

  feed(text: string): void {
    this.trailing = false;
    this.cursor.read(text);
    while (!this.cursor.ended) this.step();
  }

  filled(): void {
    this.cursor.filled();
    if (this.top.kind === "code") this.top.command.add("\0");
  }

  get slot(): Slot {
    return pwshSlot(this.frames, this.trailing);
  }

  /** Why a value may not stand here with this behind it: PowerShell ends a word behind a part of it that is quoted. */
  unfit(next: string): string | undefined {
    const { top } = this;
    if (top.kind !== "code" || (!top.command.inWord && (next === "" || separator.test(next)))) return undefined;
    return 'it is only part of a word: let it stand alone, or put the whole word into "…"';
  }

  private get top(): PwshFrame {
    return this.frames.at(-1) ?? pwshCode();
  }

  private open(frame: PwshFrame, length: number): void {
    this.frames.push(frame);
    this.cursor.at += length;
  }

  private close(length: number): void {
    if (this.frames.length > 1) this.frames.pop();
    this.cursor.at += length;
    // what is closed is part of a word
    if (length > 0 && this.top.kind === "code") this.top.command.add("");
  }

  private step(): void {
    const { top, cursor } = this;
    if (top.kind === "code") this.code(top.command);
    else if (top.kind === "single") this.quoted(singleQuote);
    else if (top.kind === "double") this.quoted(doubleQuote);
    else if (this.ends(top.kind)) this.close(top.kind === "comment" || top.kind === "verbatim-arguments" ? 0 : 2);
    else if (top.kind === "here-double") this.expansion();
    else cursor.at++;
  }

  /** Is this the end of what is neither code nor a plain string? */
  private ends(kind: Exclude<PwshFrame["kind"], "code" | "single" | "double">): boolean {
    const { cursor } = this;
    if (kind === "block-comment") return cursor.is("#>");
    if (kind === "comment" || kind === "verbatim-arguments") return cursor.is("\n");
    const quote = kind === "here-single" ? singleQuote : doubleQuote;
    return cursor.atLineStart && quote.test(cursor.character) && cursor.next === "@";
  }

  /** Two quotes stand for one, one ends the string. */
  private quoted(quote: RegExp): void {
    const { cursor } = this;
    if (quote.test(cursor.character)) {
      if (quote.test(cursor.next)) cursor.at += 2;
      else this.close(1);
    } else if (quote === doubleQuote) this.expansion();
    else cursor.at++;
  }

  /** `` `x ``, `$(…)`, `${…}`: what is read in code, in double quotes and in here-strings alike. */
  private expansion(): void {
    const { cursor } = this;
    if (cursor.is("$(")) this.open(pwshCode(), 2);
    else if (cursor.is("${")) {
      const end = cursor.rest.indexOf("}");
      this.trailing = end < 0;
      cursor.at += end < 0 ? cursor.rest.length : end + 1;
    } else {
      this.trailing ||= cursor.last && (cursor.is("`") || cursor.is("$"));
      cursor.at += cursor.is("`") ? 2 : 1;
    }
  }

  private code(command: Command): void {
    const { cursor } = this;
    const { character } = cursor;
    const opened = this.opened(command);
    if (opened) {
      const quote = opened.kind === "single" || opened.kind === "double";
      if (quote) command.add("");
      this.open(opened, quote || opened.kind === "comment" ? 1 : 2);
    } else if (separator.test(character) || (character === "=" && command.current.startsWith("$"))) {
      // behind `$x=` a word begins
      this.separate(command, character);
    } else {
      command.add(character);
      this.expansion();
    }
  }

  /** The string or comment that begins here. */
  private opened(command: Command): PwshFrame | undefined {
    const { cursor } = this;
    if (cursor.is("@") && /^@.[ \t]*\r?\n/.test(cursor.rest)) {
      if (singleQuote.test(cursor.next)) return { kind: "here-single" };
      if (doubleQuote.test(cursor.next)) return { kind: "here-double" };
    }
    if (cursor.is("<#")) return { kind: "block-comment" };
    if (cursor.is("#") && !command.inWord) return { kind: "comment" };
    if (singleQuote.test(cursor.character)) return { kind: "single" };
    return doubleQuote.test(cursor.character) ? { kind: "double" } : undefined;
  }

  private separate(command: Command, character: string): void {
    if (command.endWord() === "--%") this.open({ kind: "verbatim-arguments" }, 0);
    else {
      if (/[\n;|&{}]/.test(character)) command.end();
      if (character === "(") this.open(pwshCode(), 1);
      else if (character === ")") this.close(1);
      else this.cursor.at++;
    }
  }
}
