import type { ActionSpec } from "./action.ts";
import type { InputSpec } from "./input.ts";

const name = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function inputProblems(input: InputSpec): string[] {
  const problems: string[] = [];
  const fallback = "default" in input ? input.default : undefined;
  if (input.required && fallback !== undefined) problems.push("is required and has a default: drop one of the two");
  if (input.description.trim() === "") problems.push("has no description");
  if (input.type === "choice" && input.default !== undefined && !input.options.includes(input.default))
    problems.push(`has the default '${input.default}', which is not one of ${input.options.join(", ")}`);
  if (input.type === "list" && input.options !== undefined)
    for (const item of input.default ?? [])
      if (!input.options.includes(item))
        problems.push(`has '${item}' in its default, which is not one of ${input.options.join(", ")}`);
  if (input.type === "string" && input.pattern !== undefined && input.example === undefined)
    problems.push("has a pattern and no example to show when it does not match");
  if (input.type === "secret" && input.default !== undefined && !/^\$\{\{[^}]*\}\}$/.test(input.default))
    problems.push("is a secret with its value in the default");
  return problems;
}

/** What types cannot say about a declaration: names, defaults that fit, conditions on inputs that exist. */
export function specProblems(spec: ActionSpec): readonly string[] {
  const problems: string[] = [];
  if (!name.test(spec.name)) problems.push(`the name '${spec.name}' is not lower case with dashes`);
  for (const [key, input] of Object.entries(spec.inputs)) {
    if (!name.test(key)) problems.push(`input '${key}' is not lower case with dashes`);
    problems.push(...inputProblems(input).map((problem) => `input '${key}' ${problem}`));
  }
  for (const [key, output] of Object.entries(spec.outputs)) {
    if (!name.test(key)) problems.push(`output '${key}' is not lower case with dashes`);
    if (output.description.trim() === "") problems.push(`output '${key}' has no description`);
  }
  for (const { scope, reason, when } of spec.permissions) {
    if (reason.trim() === "") problems.push(`permission ${scope} has no reason`);
    if (when && !(when.input in spec.inputs))
      problems.push(`permission ${scope} depends on '${when.input}', which is no input of ${spec.name}`);
  }
  for (const code of Object.keys(spec.errors ?? {}))
    if (!name.test(code)) problems.push(`error '${code}' is not lower case with dashes`);
  if (spec.runs.postIf !== undefined && !spec.runs.post) problems.push("postIf is given without post");
  return problems;
}
