import type { ActionSpec } from "../../spec/action.ts";
import { defaultText } from "../../spec/default.ts";
import type { InputSpec } from "../../spec/input.ts";
import { camel } from "../../spec/values.ts";
import { emptyDigestNote } from "./collections.ts";
import { parseInput } from "./kinds.ts";
import { expected, type Parsed } from "./parsed.ts";
import type { Places } from "./path.ts";

/** Environment variables; one that is not set is undefined. */
export type Env = Readonly<Record<string, string | undefined>>;

/** An input that cannot be used. */
export interface BadInput {
  readonly name: string;
  readonly expected: string;
  readonly came: string;
  readonly note: string | undefined;
  readonly example: string | undefined;
}

/** The runner's name for it: spaces become `_`, dashes stay (runner, Handlers/Handler.cs). */
export const inputVariable = (name: string): string => `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;

export const inputText = (env: Env, name: string): string => (env[inputVariable(name)] ?? "").trim();

/** The text to read: what came; the default where nothing came and it is no expression of the runner's; or nothing. */
function effectiveText(env: Env, name: string, input: InputSpec): string {
  const text = inputText(env, name);
  const fallback = defaultText(input) ?? "";
  return text === "" && !fallback.includes("${{") ? fallback : text;
}

const kindNames: Partial<Record<InputSpec["type"], string>> = {
  digest: "a digest, sha256:…",
  "scanned-digest": "a digest that was scanned, sha256:…",
};

function missing(input: InputSpec): Parsed<never> {
  const digest = kindNames[input.type];
  return digest === undefined ? expected("a value, the input is required") : expected(digest, emptyDigestNote);
}

function shown(text: string, input: InputSpec): string {
  if (text === "") return "nothing";
  if (input.type === "secret") return `${text.length} characters`;
  const oneLine = text.replace(/\s*\r?\n\s*/g, " ⏎ ");
  return `'${oneLine.length > 80 ? `${oneLine.slice(0, 79)}…` : oneLine}'`;
}

export interface ReadInputs {
  /** by their names in code: `failOn` */
  readonly values: Readonly<Record<string, unknown>>;
  readonly bad: readonly BadInput[];
}

/** Every input of the declaration, from the environment the runner made. */
export function readInputs(spec: ActionSpec, env: Env, places: Places): ReadInputs {
  const values: Record<string, unknown> = {};
  const bad: BadInput[] = [];
  for (const [name, input] of Object.entries(spec.inputs)) {
    const text = effectiveText(env, name, input);
    const fallback = defaultText(input);
    if (text === "" && !input.required && fallback === undefined) continue;
    // an empty default is a value of its kind: no text, no items
    const parsed = text === "" && fallback !== "" ? missing(input) : parseInput(text, input, places);
    if (parsed.ok) values[camel(name)] = parsed.value;
    else
      bad.push({
        name,
        expected: parsed.expected,
        came: shown(text, input),
        note: parsed.note,
        example: input.example,
      });
  }
  return { values, bad };
}

/** One message for all of them, so that one run is enough to mend them all. */
export function badInputsMessage(bad: readonly BadInput[]): string {
  const head = bad.length === 1 ? "1 input cannot be used:" : `${bad.length} inputs cannot be used:`;
  const lines = bad.map(
    ({ name, expected, came, note, example }) =>
      `  ${name}: expected ${expected}; came ${came}${note === undefined ? "" : ` (${note})`}` +
      (example === undefined ? "" : `; for example: ${example.replaceAll("\n", " ⏎ ")}`),
  );
  return [head, ...lines].join("\n");
}
