/**
 * Follows shell text character by character, only as far as needed to say in which quoting a place of it stands.
 * POSIX shell with what bash adds: `$'…'`, `<<<`, `((…))`. Grammar: POSIX.1-2024, Shell Command Language, 2.2 to 2.7.
 */
import type { Command } from "./command.ts";
import { bodyEnd, type Heredoc, heredocAt } from "./heredoc.ts";
import { ShellNesting } from "./shell-nesting.ts";
import { type CodeFrame, shellSlot } from "./shell-slot.ts";
import type { Slot } from "./slot.ts";

export class ShellText {
  private readonly open = new ShellNesting();
  private heredocs: Heredoc[] = [];

  /** Reads on. */
  feed(text: string): void {
    this.open.trailing = undefined;
    this.open.cursor.read(text);
    while (!this.open.cursor.ended) this.step();
  }

  /** A value was put here: it is part of a word. */
  filled(): void {
    this.open.cursor.filled();
    if (this.open.top.kind === "code") this.open.top.command.add("\0");
  }

  /** Where the text stands now. */
  get slot(): Slot {
    return shellSlot(this.open.frames, this.open.trailing);
  }

  /** The heredoc whose body the text stands in, for a literal that must not end it. */
  get delimiter(): string | undefined {
    return this.open.top.kind === "heredoc" ? this.open.top.heredoc.delimiter : undefined;
  }

  private step(): void {
    const { top } = this.open;
    if (top.kind === "code") this.code(top);
    else if (top.kind === "arithmetic") this.arithmetic(top);
    else if (top.kind === "parameter") this.parameter(top.inDouble);
    else if (top.kind === "heredoc") this.heredoc(top.heredoc);
    else this.quoted(top.kind);
  }

  private quoted(kind: "single" | "ansi" | "double" | "comment"): void {
    const end = { single: "'", ansi: "'", double: '"', comment: "\n" }[kind];
    // the newline behind a comment belongs to the code around it
    if (this.open.is(end)) this.open.pop(kind === "comment" ? 0 : 1);
    else if (kind === "ansi" && this.open.is("\\")) this.open.escape();
    else if (kind !== "double" || !this.open.expansion()) this.open.skip();
  }

  private arithmetic(frame: { parens: number }): void {
    if (this.open.is("))") && !frame.parens) {
      this.open.pop(2);
      return;
    }
    if (this.open.is("(")) frame.parens++;
    if (this.open.is(")")) frame.parens--;
    if (!this.open.expansion()) this.open.skip();
  }

  private parameter(inDouble: boolean): void {
    if (this.open.is("}")) this.open.pop(1);
    else if (this.open.is('"')) this.open.push({ kind: "double" }, 1);
    else if (this.open.is("'") && !inDouble) this.open.push({ kind: "single" }, 1);
    else if (!this.open.expansion()) this.open.skip();
  }

  private heredoc(heredoc: Heredoc): void {
    const length = this.open.cursor.atLineStart ? bodyEnd(this.open.cursor.rest, heredoc) : undefined;
    if (length !== undefined) this.open.pop(length);
    else if (!heredoc.expands || !this.open.expansion()) this.open.skip();
  }

  private code(frame: CodeFrame): void {
    const { command } = frame;
    const { character } = this.open.cursor;
    if (character === "'") this.open.push({ kind: "single" }, 1);
    else if (this.open.is("$'")) this.open.push({ kind: "ansi" }, 2);
    else if (character === '"' || this.open.is('$"')) this.open.push({ kind: "double" }, character === '"' ? 1 : 2);
    else if (character === "#" && !command.inWord) this.open.push({ kind: "comment" }, 1);
    else if (this.open.is("((") && command.atStart && !command.inWord)
      this.open.push({ kind: "arithmetic", parens: 0 }, 2);
    else if (character === ")" || character === "(") this.paren(frame, character);
    else if (this.open.is("<<") && !this.open.is("<<<")) this.openHeredoc(command);
    else if (/[\s;|&<>]/.test(character)) this.separator(frame, character);
    else {
      command.add(character);
      if (!/[\\$`]/.test(character) || !this.open.expansion()) this.open.skip();
    }
  }

  private paren(frame: CodeFrame, character: string): void {
    this.word(frame);
    frame.command.end();
    // inside `case … esac` a bracket without its partner is `pattern)`
    const closes = character === ")" && frame.parens === 0 && frame.cases === 0 && frame.until === ")";
    if (character === "(") frame.parens++;
    else if (frame.parens > 0) frame.parens--;
    if (closes) this.open.pop(1);
    else this.open.skip();
  }

  private word(frame: CodeFrame): void {
    const first = frame.command.atStart;
    const word = frame.command.endWord();
    if (first && word === "case") frame.cases++;
    if (first && word === "esac") frame.cases = Math.max(0, frame.cases - 1);
  }

  private separator(frame: CodeFrame, character: string): void {
    this.word(frame);
    if (/[\n;|&]/.test(character)) frame.command.end();
    this.open.skip();
    const next = character === "\n" ? this.heredocs.shift() : undefined;
    if (next) this.open.push({ kind: "heredoc", heredoc: next }, 0);
  }

  private openHeredoc(command: Command): void {
    command.endWord();
    const found = heredocAt(this.open.cursor.rest);
    this.open.cursor.at += found.length;
    if (found.heredoc) this.heredocs = [...this.heredocs, found.heredoc];
  }
}
