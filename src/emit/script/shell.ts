/**
 * Follows shell text character by character, only as far as needed to say in which quoting a place of it stands.
 * POSIX shell with what bash adds: `$'…'`, `<<<`, `((…))`. Grammar: POSIX.1-2024, Shell Command Language, 2.2 to 2.7.
 */
import { Command } from "./command.ts";
import { bodyEnd, type Heredoc, heredocAt } from "./heredoc.ts";

type Frame =
  | { readonly kind: "code"; readonly until: "" | ")" | "`"; readonly command: Command; parens: number; cases: number }
  | { readonly kind: "single" | "ansi" | "double" | "comment" | "arithmetic"; parens?: number }
  | { readonly kind: "parameter"; readonly inDouble: boolean }
  | { readonly kind: "heredoc"; readonly heredoc: Heredoc };

/** How a value may be put where the text stands now; or why it may not. */
export type Slot = { readonly as: "word" | "double" | "heredoc" | "single" | "raw" } | { readonly refused: string };

const code = (until: "" | ")" | "`"): Frame => ({ kind: "code", until, command: new Command(), parens: 0, cases: 0 });

const refusals = {
  ansi: "it stands inside $'…', where nothing is expanded: close the quote before it",
  comment: "it stands in a comment, where nothing reads it",
  arithmetic: "it stands in arithmetic, where a value is evaluated as code: assign it to a variable and check it first",
  parameter: "it stands inside ${…}: assign it to a variable on a line of its own first",
};

export class ShellText {
  private readonly frames: Frame[] = [code("")];
  private heredocs: Heredoc[] = [];
  private text = "";
  private at = 0;
  private atLineStart = true;
  /** what is wrong with the text itself */
  private trailing: "dollar" | "backslash" | undefined;

  private get top(): Frame {
    return this.frames.at(-1) ?? code("");
  }

  /** Reads on. */
  feed(text: string): void {
    this.text = text;
    this.at = 0;
    this.trailing = undefined;
    while (this.at < text.length) this.step();
    this.atLineStart = text === "" ? this.atLineStart : text.endsWith("\n");
  }

  /** A value was put here: it is part of a word. */
  filled(): void {
    this.atLineStart = false;
    if (this.top.kind === "code") this.top.command.add("\0");
  }

  /** Where the text stands now. */
  get slot(): Slot {
    if (this.trailing === "dollar") return { refused: "a $ stands right before it" };
    if (this.trailing === "backslash") return { refused: "a backslash stands right before it" };
    if (this.frames.some((f) => f.kind === "code" && f.until === "`"))
      return { refused: "it stands inside `…`, where quotes cannot be nested safely: write $(…)" };
    for (const frame of this.frames) {
      const runs = frame.kind === "code" ? frame.command.runsWord : undefined;
      if (runs) return { refused: `${runs}: pass the value as an argument of its own after it, and read it as "$1"` };
    }
    const { top } = this;
    if (top.kind === "heredoc") return { as: top.heredoc.expands ? "heredoc" : "raw" };
    if (top.kind === "code") return { as: "word" };
    if (top.kind === "double" || top.kind === "single") return { as: top.kind };
    return { refused: refusals[top.kind] };
  }

  /** The heredoc whose body the text stands in, for a literal that must not end it. */
  get delimiter(): string | undefined {
    return this.top.kind === "heredoc" ? this.top.heredoc.delimiter : undefined;
  }

  private is(token: string): boolean {
    return this.text.startsWith(token, this.at);
  }

  private push(frame: Frame, consumed: number): void {
    this.frames.push(frame);
    this.at += consumed;
  }

  private pop(consumed: number): void {
    if (this.frames.length > 1) this.frames.pop();
    this.at += consumed;
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
    this.at++;
  }

  private escape(): void {
    if (this.at + 1 >= this.text.length) this.trailing = "backslash";
    this.at += 2;
  }

  /** `\x`, `$(…)`, `${…}`, `$((…))`, `` `…` ``: what is read in code, in double quotes and in heredocs alike. */
  private expansion(): boolean {
    if (this.is("\\")) this.escape();
    else if (this.is("$((")) this.push({ kind: "arithmetic", parens: 0 }, 3);
    else if (this.is("$(")) this.push(code(")"), 2);
    else if (this.is("${"))
      this.push({ kind: "parameter", inDouble: this.top.kind !== "code" && this.top.kind !== "parameter" }, 2);
    else if (this.is("$")) {
      if (this.at + 1 >= this.text.length) this.trailing = "dollar";
      this.at++;
    } else if (this.is("`")) {
      const inBackticks = this.frames.findLastIndex((f) => f.kind === "code" && f.until === "`");
      if (inBackticks < 0) this.push(code("`"), 1);
      else {
        this.frames.length = inBackticks;
        this.at++;
      }
    } else return false;
    return true;
  }

  private arithmetic(frame: { parens?: number }): void {
    if (this.is("))") && !frame.parens) {
      this.pop(2);
      return;
    }
    if (this.is("(")) frame.parens = (frame.parens ?? 0) + 1;
    if (this.is(")")) frame.parens = (frame.parens ?? 0) - 1;
    if (!this.expansion()) this.skip();
  }

  private parameter(inDouble: boolean): void {
    if (this.is("}")) this.pop(1);
    else if (this.is('"')) this.push({ kind: "double" }, 1);
    else if (this.is("'") && !inDouble) this.push({ kind: "single" }, 1);
    else if (!this.expansion()) this.skip();
  }

  private heredoc(heredoc: Heredoc): void {
    const lineStart = this.at === 0 ? this.atLineStart : this.text[this.at - 1] === "\n";
    const end = lineStart ? bodyEnd(this.text, this.at, heredoc) : undefined;
    if (end !== undefined) this.pop(end - this.at);
    else if (!heredoc.expands || !this.expansion()) this.skip();
  }

  private code(frame: Frame & { kind: "code" }): void {
    const { command } = frame;
    const character = this.text[this.at] ?? "";
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

  private paren(frame: Frame & { kind: "code" }, character: string): void {
    this.word(frame);
    frame.command.end();
    // inside `case … esac` a bracket without its partner is `pattern)`
    const closes = character === ")" && frame.parens === 0 && frame.cases === 0 && frame.until === ")";
    if (character === "(") frame.parens++;
    else if (frame.parens > 0) frame.parens--;
    if (closes) this.pop(1);
    else this.skip();
  }

  private word(frame: Frame & { kind: "code" }): void {
    const first = frame.command.atStart;
    const word = frame.command.endWord();
    if (first && word === "case") frame.cases++;
    if (first && word === "esac") frame.cases = Math.max(0, frame.cases - 1);
  }

  private separator(frame: Frame & { kind: "code" }, character: string): void {
    this.word(frame);
    if (/[\n;|&]/.test(character)) frame.command.end();
    this.skip();
    const next = character === "\n" ? this.heredocs.shift() : undefined;
    if (next) this.push({ kind: "heredoc", heredoc: next }, 0);
  }

  private openHeredoc(command: Command): void {
    command.endWord();
    const found = heredocAt(this.text, this.at);
    this.at = found.next;
    if (found.heredoc) this.heredocs = [...this.heredocs, found.heredoc];
  }
}
