import { Cursor } from "./cursor.ts";
import { type ShellFrame, shellCode } from "./shell-slot.ts";

/** What of shell text is open at the cursor, from the outside in, and what opens more of it. */
export class ShellNesting {
  readonly frames: ShellFrame[] = [shellCode("")];
  readonly cursor = new Cursor();
  trailing: "dollar" | "backslash" | undefined;

  get top(): ShellFrame {
    return this.frames.at(-1) ?? shellCode("");
  }

  is(token: string): boolean {
    return this.cursor.is(token);
  }

  push(frame: ShellFrame, consumed: number): void {
    this.frames.push(frame);
    this.cursor.at += consumed;
  }

  pop(consumed: number): void {
    if (this.frames.length > 1) this.frames.pop();
    this.cursor.at += consumed;
    if (this.top.kind === "code") this.top.command.add("");
  }

  skip(): void {
    this.cursor.at++;
  }

  escape(): void {
    if (this.cursor.last) this.trailing = "backslash";
    this.cursor.at += 2;
  }

  /** `\x`, `$(…)`, `${…}`, `$((…))`, `` `…` ``: what is read in code, in double quotes and in heredocs alike. */
  expansion(): boolean {
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
}
