import type { CallInput } from "../../read/workflow/call-interface.ts";
import type { Report, Rule } from "../finding.ts";
import { literalOf } from "../subject.ts";

export const callInput: Rule = {
  code: "call-input",
  severity: "error",
  summary: "An input of workflow_call has a default of its own type; one that is required anyway should have none.",
  *check({ workflow }): Iterable<Report> {
    for (const { call } of workflow.on) {
      for (const input of call?.inputs ?? []) yield* checkInput(input);
    }
  },
};

function* checkInput({ id, type, required, default: fallback }: CallInput): Iterable<Report> {
  if (fallback === undefined) return;
  if (required?.kind === "literal" && required.value) {
    yield {
      at: fallback.at,
      message: `"${id.value}" is required, so its default is never used; take one of the two away`,
      severity: "warning", // GitHub takes both, and the call works
    };
  }
  if (literalOf(fallback.written) === undefined || type === undefined) return;
  const fits =
    type.value === "number"
      ? fallback.text.trim() !== "" && !Number.isNaN(Number(fallback.text))
      : type.value !== "boolean" || /^(true|false)$/.test(fallback.text);
  if (!fits)
    yield { at: fallback.at, message: `the default of "${id.value}" is "${fallback.text}", which is no ${type.value}` };
}
