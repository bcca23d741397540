import type { DispatchInput } from "../../read/workflow/dispatch.ts";
import type { Report, Rule } from "../finding.ts";

/** GitHub's form shows at most this many. */
const most = 25;

export const dispatchInput: Rule = {
  code: "dispatch-input",
  severity: "error",
  summary:
    "Inputs of workflow_dispatch fit the form GitHub makes of them: options for a choice, a default of the right type.",
  *check({ workflow }): Iterable<Report> {
    for (const { event, dispatch } of workflow.on) {
      if (dispatch === undefined) continue;
      if (dispatch.length > most)
        yield { at: event.at, message: `there are ${dispatch.length} inputs; the form takes ${most}` };
      for (const input of dispatch) yield* checkInput(input);
    }
  },
};

function* checkInput({ id, type, options, default: fallback }: DispatchInput): Iterable<Report> {
  const kind = type?.value ?? "string";
  if (kind === "choice") {
    if (options === undefined || options.items.length === 0)
      yield { at: id.at, message: `"${id.value}" is a choice without options` };
    const values = options?.items.map(({ value }) => value) ?? [];
    for (const [index, option] of (options?.items ?? []).entries()) {
      if (values.indexOf(option.value) < index)
        yield { at: option.at, message: `the option "${option.value}" is there twice` };
    }
    if (fallback !== undefined && values.length > 0 && !values.includes(fallback.text)) {
      yield {
        at: fallback.at,
        message: `the default "${fallback.text}" is none of the options ${values.map((value) => `"${value}"`).join(", ")}`,
      };
    }
  } else if (options !== undefined) {
    yield { at: id.at, message: `"${id.value}" has options, and only a choice has them; write type: choice` };
  }
  if (fallback === undefined || fallback.text.includes("${{")) return;
  if (kind === "boolean" && !/^(true|false)$/.test(fallback.text))
    yield { at: fallback.at, message: `the default of a boolean is true or false, not "${fallback.text}"` };
  if (kind === "number" && (fallback.text.trim() === "" || Number.isNaN(Number(fallback.text))))
    yield { at: fallback.at, message: `the default of a number is a number, not "${fallback.text}"` };
}
