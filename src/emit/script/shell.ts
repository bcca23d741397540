/**
 * Follows shell text character by character, only as far as needed to say in which quoting a place of it stands.
 * POSIX shell with what bash adds: `$'…'`, `<<<`, `((…))`. Grammar: POSIX.1-2024, Shell Command Language, 2.2 to 2.7.
 */
import type { Command } from "./command.ts";
import { Cursor } from "./cursor.ts";
import { bodyEnd, type Heredoc, heredocAt } from "./heredoc.ts";
import { type CodeFrame, type ShellFrame, shellCode, shellSlot } from "./shell-slot.ts";
import type { Slot } from "./slot.ts";

export class ShellText {
  private readonly frames: ShellFrame[] = [shellCode("")];
  private readonly cursor = new Cursor();
  private heredocs: Heredoc[] = [];
  private trailing: "dollar" | "backslash" | undefined;

  /** Reads on. */
  feed(text: string): void {
    this.trailing = undefined;
    this.cursor.read(text);
    while (!this.cursor.ended) this.step();
  }

  /** A value was put here: it is part of a word. */
  filled(): void {
    this.cursor.filled();
    if (this.top.kind === "code") this.top.command.add("\0");
  }

  /** Where the text stands now. */
  get slot(): Slot {
    return shellSlot(this.frames, this.trailing);
  }

  /** The heredoc whose body the text stands in, for a literal that must not end it. */
  get delimiter(): string | undefined {
    return this.top.kind === "heredoc" ? this.top.heredoc.delimiter : undefined;
  }

  private get top(): ShellFrame {
    return this.frames.at(-1) ?? shellCode("");
  }

  private is(token: string): boolean {
    return this.cursor.is(token);
  }

  private push(frame: ShellFrame, consumed: number): void {
    this.frames.push(frame);
    this.cursor.at += consumed;
  }

  private pop(consumed: number): void {
    if (this.frames.length > 1) this.frames.pop();
    this.cursor.at += consumed;
    if (this.top.kind === "code") this.top.command.add("");
  }

  private step(): void {
    const { top } = this;
    if (top.kind === "code") this.code(top);
    else if (top.kind === "arithmetic") this.arithmetic(top);
    else if (top.kind === "parameter") this.parameter(top.inDouble);
    else if (top.kind === "heredoc") this.heredoc(top.heredoc);
    else this.quoted(top.kind);
  }

  private quoted(kind: "single" | "ansi" | "double" | "comment"): void {
    const end = { single: "'", ansi: "'", double: '"', comment: "\n" }[kind];
    // the newline behind a comment belongs to the code around it
    if (this.is(end)) this.pop(kind === "comment" ? 0 : 1);
    else if (kind === "ansi" && this.is("\\")) this.escape();
    else if (kind !== "double" || !this.expansion()) this.skip();
  }

  private skip(): void {
    this.cursor.at++;
  }

  private escape(): void {
    if (this.cursor.last) this.trailing = "backslash";
    this.cursor.at += 2;
  }

  /** `\x`, `$(…)`, `${…}`, `$((…))`, `` `…` ``: what is read in code, in double quotes and in heredocs alike. */
  private expansion(): boolean {
    if (this.is("\\")) this.escape();
    else if (this.is("$((")) this.push({ kind: "arithmetic", parens: 0 }, 3);
    else if (this.is("$(")) this.push(shellCode(")"), 2);
    else if (this.is("${"))
      this.push({ kind: "parameter", inDouble: this.top.kind !== "code" && this.top.kind !== "parameter" }, 2);
    else if (this.is("$")) {
      if (this.cursor.last) this.trailing = "dollar";
      this.cursor.at++;
    } else if (this.is("`")) {
      const inBackticks = this.frames.findLastIndex((f) => f.kind === "code" && f.until === "`");
      if (inBackticks < 0) this.push(shellCode("`"), 1);
      else {
        this.frames.length = inBackticks;
        this.cursor.at++;
      }
    } else return false;
    return true;
  }

  private arithmetic(frame: { parens: number }): void {
    if (this.is("))") && !frame.parens) {
      this.pop(2);
      return;
    }
    if (this.is("(")) frame.parens++;
    if (this.is(")")) frame.parens--;
    if (!this.expansion()) this.skip();
  }

  private parameter(inDouble: boolean): void {
    if (this.is("}")) this.pop(1);
    else if (this.is('"')) this.push({ kind: "double" }, 1);
    else if (this.is("'") && !inDouble) this.push({ kind: "single" }, 1);
    else if (!this.expansion()) this.skip();
  }

  private heredoc(heredoc: Heredoc): void {
    const length = this.cursor.atLineStart ? bodyEnd(this.cursor.rest, heredoc) : undefined;
    if (length !== undefined) this.pop(length);
    else if (!heredoc.expands || !this.expansion()) this.skip();
  }

  private code(frame: CodeFrame): void {
    const { command } = frame;
    const { character } = this.cursor;
    if (character === "'") this.push({ kind: "single" }, 1);
    else if (this.is("$'")) this.push({ kind: "ansi" }, 2);
    else if (character === '"' || this.is('$"')) this.push({ kind: "double" }, character === '"' ? 1 : 2);
    else if (character === "#" && !command.inWord) this.push({ kind: "comment" }, 1);
    else if (this.is("((") && command.atStart && !command.inWord) this.push({ kind: "arithmetic", parens: 0 }, 2);
    else if (character === ")" || character === "(") this.paren(frame, character);
    else if (this.is("<<") && !this.is("<<<")) this.openHeredoc(command);
    else if (/[\s;|&<>]/.test(character)) this.separator(frame, character);
    else {
      command.add(character);
      if (!/[\\$`]/.test(character) || !this.expansion()) this.skip();
    }
  }

  private paren(frame: CodeFrame, character: string): void {
    this.word(frame);
    frame.command.end();
    // inside `case … esac` a bracket without its partner is `pattern)`
    const closes = character === ")" && frame.parens === 0 && frame.cases === 0 && frame.until === ")";
    if (character === "(") frame.parens++;
    else if (frame.parens > 0) frame.parens--;
    if (closes) this.pop(1);
    else this.skip();
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
    this.skip();
    const next = character === "\n" ? this.heredocs.shift() : undefined;
    if (next) this.push({ kind: "heredoc", heredoc: next }, 0);
  }

  private openHeredoc(command: Command): void {
    command.endWord();
    const found = heredocAt(this.cursor.rest);
    this.cursor.at += found.length;
    if (found.heredoc) this.heredocs = [...this.heredocs, found.heredoc];
  }
}
