import type { ActionSpec, ErrorSpec } from "../spec/action.ts";
import { defaultText } from "../spec/default.ts";
import type { InputSpec } from "../spec/input.ts";
import type { Condition } from "../spec/permission.ts";
import { inputForm, outputForm } from "./action-kinds.ts";

const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
const code = (text: string) => `\`${cell(text)}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const sentence = (description: string, form: string) => cell(form === "" ? description : `${description} (${form})`);

function defaultCell(input: InputSpec): string {
  if (input.required) return "**required**";
  const text = defaultText(input);
  return text === undefined || text === "" ? "" : code(text.replaceAll("\n", ", "));
}

function conditionText(condition: Condition | undefined): string {
  if (condition === undefined) return "";
  const name = `\`${condition.input}\``;
  if ("given" in condition) return condition.given ? `when ${name} is given` : `without ${name}`;
  const value = "is" in condition ? condition.is : condition.isNot;
  const values = (typeof value === "object" ? value : [value]).map((one) => `\`${one}\``).join(" or ");
  return `when ${name} is ${"is" in condition ? "" : "not "}${values}`;
}

/** A table of failures, each with an anchor that messages link to. */
export const errorTable = (errors: Readonly<Record<string, ErrorSpec>>): string =>
  table(
    ["code", "what happened", "what to do"],
    Object.entries(errors).map(([name, { meaning, hint }]) => [
      `<a id="${name}"></a>${code(name)}`,
      cell(meaning),
      cell(hint),
    ]),
  );

/** What stands between the README's markers: inputs, outputs, permissions, failures. */
export function actionContract(spec: ActionSpec): string {
  const inputs = Object.entries(spec.inputs).map(([name, input]) => [
    code(name),
    sentence(input.deprecated ? `~~${input.description}~~ ${input.deprecated}` : input.description, inputForm(input)),
    defaultCell(input),
  ]);
  const outputs = Object.entries(spec.outputs).map(([name, output]) => [
    code(name),
    sentence(output.description, outputForm(output)),
  ]);
  const permissions = spec.permissions.map(({ scope, level, reason, when }) => [
    code(`${scope}: ${level}`),
    [cell(reason), conditionText(when)].filter((part) => part !== "").join(", "),
  ]);
  return [
    ...(inputs.length > 0 ? ["### Inputs", table(["input", "what", "default"], inputs)] : []),
    ...(outputs.length > 0 ? ["### Outputs", table(["output", "what"], outputs)] : []),
    "### Permissions",
    permissions.length > 0 ? table(["permission", "why"], permissions) : "None.",
    ...(spec.errors ? ["### Failures", errorTable(spec.errors)] : []),
  ].join("\n\n");
}

export const contractStart = "<!-- contract: generated from spec.ts -->";
export const contractEnd = "<!-- /contract -->";

/** The README with its contract renewed; undefined when it has no markers to put it between. */
export function withContract(readme: string, spec: ActionSpec): string | undefined {
  const start = readme.indexOf(contractStart);
  const end = readme.indexOf(contractEnd);
  if (start < 0 || end < start) return undefined;
  return `${readme.slice(0, start + contractStart.length)}\n${actionContract(spec)}\n${readme.slice(end)}`;
}
