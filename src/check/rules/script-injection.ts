import { untrustedIn, waysIn } from "../facts/untrusted.ts";
import type { Report, Rule } from "../finding.ts";
import type { Place } from "../places.ts";
import type { Expression, Workflow } from "../subject.ts";
import { taintedEnv } from "../taint.ts";

export const scriptInjection: Rule = {
  code: "script-injection",
  severity: "error",
  summary:
    "Text that strangers write is never put into a program: it reaches a script through an environment variable.",
  *check({ places, workflow }): Iterable<Report> {
    const textInputs = inputsOf(workflow);
    for (const place of places) {
      if (place.program === undefined) continue;
      for (const expression of place.expressions) yield* judge(expression, place, workflow, textInputs);
    }
  },
};

function* judge(
  expression: Expression,
  place: Place,
  workflow: Workflow,
  textInputs: ReadonlySet<string>,
): Iterable<Report> {
  if (expression.syntax === undefined) return;
  const how =
    place.program === "shell"
      ? 'put it in env and write "$NAME" in the script'
      : "put it in env and read process.env.NAME in the script";
  for (const source of untrustedIn(expression.syntax)) {
    yield { at: expression.at, message: `whoever writes ${source} could run commands here; ${how}` };
  }
  const tainted =
    place.job?.kind === "job" && place.step !== undefined
      ? taintedEnv(workflow, place.job, place.step)
      : new Map<string, string>();
  for (const [context, name = ""] of waysIn(expression.syntax)) {
    const source = context === "env" ? [...tainted].find(([key]) => key.toLowerCase() === name)?.[1] : undefined;
    if (source !== undefined) {
      const written = place.program === "shell" ? "$" : "process.env.";
      yield {
        at: expression.at,
        message: `env.${name} holds ${source} and is put into the program as it is; write ${written}NAME instead of the braces`,
      };
    }
    if (context === "inputs" && textInputs.has(name)) {
      yield { at: expression.at, severity: "info", message: `inputs.${name} is put into the program as it is; ${how}` };
    }
  }
}

/** Inputs that may be any text. */
function inputsOf(workflow: Workflow): ReadonlySet<string> {
  const inputs = workflow.on.flatMap(({ dispatch, call }) => [...(dispatch ?? []), ...(call?.inputs ?? [])]);
  return new Set(
    inputs.filter(({ type }) => (type?.value ?? "string") === "string").map(({ id }) => id.value.toLowerCase()),
  );
}
