import type { Workflow } from "../../read/index.ts";
import type { Value } from "../expression/value.ts";

type Read = { readonly inputs: { readonly [name: string]: Value } } | { readonly problems: readonly string[] };

/** The inputs of workflow_dispatch, typed as the workflow declares them; every one that is missing or wrong is named. */
export function dispatchInputs(workflow: Workflow, given: Readonly<Record<string, string>>): Read {
  const declared = workflow.on.find(({ event }) => event.value === "workflow_dispatch")?.dispatch ?? [];
  const problems: string[] = [];
  const inputs: Record<string, Value> = {};
  const known = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of Object.keys(given))
    if (!declared.some(({ id }) => id.value.toLowerCase() === name.toLowerCase()))
      problems.push(
        `there is no input ${name}; the inputs are ${declared.map(({ id }) => id.value).join(", ") || "none"}`,
      );
  for (const { id, type, required, options, default: fallback } of declared) {
    const name = id.value;
    const kind = type?.value ?? "string";
    const text = known.get(name.toLowerCase()) ?? fallback?.text;
    const choices = options?.items.map(({ value }) => value) ?? [];
    if (text === undefined) {
      if (required?.kind === "literal" && required.value)
        problems.push(`the input ${name} is required: --input ${name}=…`);
      // as GitHub's form has it: the first choice, an unticked box
      inputs[name] = kind === "boolean" ? false : kind === "choice" ? (choices[0] ?? "") : "";
    } else if (kind === "boolean") {
      if (text !== "true" && text !== "false") problems.push(`the input ${name} is true or false, not ${text}`);
      inputs[name] = text === "true";
    } else if (kind === "number") {
      if (text.trim() === "" || Number.isNaN(Number(text))) problems.push(`the input ${name} is a number, not ${text}`);
      inputs[name] = Number(text);
    } else {
      if (kind === "choice" && !choices.includes(text))
        problems.push(`the input ${name} is one of ${choices.join(", ")}, not ${text}`);
      inputs[name] = text;
    }
  }
  return problems.length > 0 ? { problems } : { inputs };
}
