/** Code as it stands in the YAML: each expression in it has become a variable of the step's `env`. */
import { isExpression, nodeOf } from "../../expr/expression.ts";
import { print } from "../../expr/print.ts";
import { render } from "../../expr/render.ts";
import type { Variables } from "../../workflow/positions.ts";
import type { Code, Language, ScriptValue } from "../../workflow/runnable.ts";
import { dedent } from "./dedent.ts";
import { type Inserted, literal, variable, words } from "./insert.ts";
import { variableName } from "./names.ts";
import { PwshText } from "./pwsh.ts";
import { PythonText } from "./python.ts";
import { withImport } from "./python-import.ts";
import { ShellText } from "./shell.ts";
import type { Slot } from "./slot.ts";

export interface Lifted {
  readonly run: string;
  /** what the step's env needs beside what the author gave it */
  readonly env: Variables;
  /** what cannot be put into the code, each in one sentence */
  readonly problems: readonly string[];
}

interface Follower {
  feed(text: string): void;
  filled(): void;
  readonly slot: Slot;
  readonly delimiter?: string | undefined;
  /** why a value may not stand here with this text behind it */
  unfit?(next: string): string | undefined;
}
const follower = (language: Language): Follower =>
  language === "python" ? new PythonText() : language === "pwsh" ? new PwshText() : new ShellText();

class Lifting {
  readonly env: Record<string, Variables[string]> = {};
  readonly problems: string[] = [];
  private readonly names = new Map<string, string>();
  private readonly language: Language;
  private words: ReadonlySet<string> | undefined;
  private readonly given: Variables;

  private readonly whole: Code;

  constructor(code: Code, given: Variables) {
    this.whole = code;
    this.language = code.language;
    this.given = given;
    for (const [name, value] of Object.entries(given))
      if (isExpression(value)) this.names.set(print(nodeOf(value)), name);
  }

  /** whether the script itself uses a name: its words are taken apart only where the text holds it at all */
  private usesWord(name: string): boolean {
    if (!holds(this.whole, name)) return false;
    this.words ??= new Set(identifiersOf(this.whole));
    return this.words.has(name);
  }

  private nameOf(expression: string): string {
    const known = this.names.get(expression);
    if (known !== undefined) return known;
    const taken = (name: string) => name in this.given || name in this.env || this.usesWord(name);
    const name = variableName(expression, taken);
    this.names.set(expression, name);
    return name;
  }

  private insertOf(value: Exclude<ScriptValue, Code>, as: Parameters<typeof literal>[2], delimiter?: string): Inserted {
    if (isExpression(value)) {
      const node = nodeOf(value);
      if (node.kind === "literal") return literal(this.language, String(node.value ?? ""), as, delimiter);
      const name = this.nameOf(print(node));
      const inserted = variable(this.language, name, as);
      if (typeof inserted === "string" && !(name in this.given)) this.env[name] = value;
      return inserted;
    }
    return typeof value === "object" ? words(this.language, value, as) : literal(this.language, value, as, delimiter);
  }

  code(code: Code, text: Follower): string {
    const parts = dedent(code.parts);
    let out = "";
    const last = parts.length - 1;
    for (const [i, part] of parts.entries()) {
      // what follows the last value changes nothing, unless this code stands within another
      if (i < last || code !== this.whole) text.feed(part);
      out += part;
      const value = code.values[i];
      if (value !== undefined && i < last)
        out += this.value(code, value, text, parts[i + 1] === "" && i + 1 < last ? "$" : (parts[i + 1]?.[0] ?? ""));
    }
    return out;
  }

  private value(code: Code, value: ScriptValue, text: Follower, next: string): string {
    const { slot } = text;
    if (isCode(value)) return this.nested(code, value, text);
    const unfit = text.unfit?.(next);
    const inserted =
      "refused" in slot
        ? slot
        : unfit === undefined
          ? this.insertOf(value, slot.as, text.delimiter)
          : { refused: unfit };
    text.filled();
    if (typeof inserted === "string") return inserted;
    const shown = isExpression(value) ? String(render(value)) : JSON.stringify(value);
    this.problems.push(`${shown} cannot be put into this ${this.language} code: ${inserted.refused}`);
    return "";
  }

  private nested(around: Code, inner: Code, text: Follower): string {
    const { slot } = text;
    const fits = inner.language === around.language || (inner.language === "sh" && around.language === "bash");
    if (fits && !("refused" in slot) && slot.as === "word") return this.code(inner, text);
    const why = fits ? "a script may stand only where a command may" : `it is ${inner.language}`;
    this.problems.push(`a script cannot be put into this ${around.language} code: ${why}`);
    return "";
  }
}

const isCode = (value: ScriptValue): value is Code =>
  typeof value === "object" && "kind" in value && value.kind === "run";

const holds = ({ parts, values }: Code, text: string): boolean =>
  parts.some((part) => part.includes(text)) || values.some((value) => isCode(value) && holds(value, text));

const identifiersOf = (code: Code): readonly string[] => [
  ...code.parts.flatMap((part) => part.match(/[A-Za-z_]\w*/g) ?? []),
  ...code.values.flatMap((value) => (isCode(value) ? identifiersOf(value) : [])),
];

/** The script of a step. `given` is the step's own env: an expression that stands there already is read from there. */
export function lift(code: Code, given: Variables = {}): Lifted {
  const lifting = new Lifting(code, given);
  const run = lifting.code(code, follower(code.language));
  if (run.includes("${{"))
    lifting.problems.push(
      "an expression stands in the code as text: write ${expression}, without quotes and braces of GitHub's",
    );
  const whole = code.language === "python" ? withImport(run) : run;
  // a block that ends in a newline needs no `-` behind its `|`
  return {
    run: whole.includes("\n") ? `${whole}\n` : whole,
    env: lifting.env,
    problems: [...new Set(lifting.problems)],
  };
}
