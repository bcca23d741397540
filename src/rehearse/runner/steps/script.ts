import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { textOf } from "../../../simulate/expression/raw.ts";
import type { ScriptStep } from "../../../simulate/plan/plan.ts";
import { runCommand } from "./command.ts";
import type { Env } from "./environment.ts";
import { chooseShell, commandFor } from "./shell.ts";
import { failed, type StepEnd } from "./step-end.ts";
import { idOf, placeOf, type StepScope } from "./step-scope.ts";

/** A `run:` step: the text goes to a file, the file to its shell. */
export async function runScript(scope: StepScope, step: ScriptStep, env: Env, signal: AbortSignal): Promise<StepEnd> {
  const { run, inside } = scope;
  const id = idOf(scope, step);
  const refuse = (text: string) => {
    run.tell({ kind: "line", leg: run.leg, step: id, text: run.masker.mask(text), look: "problem" });
    return failed();
  };
  const place = placeOf(scope, env);
  const optional = (raw: string | undefined) => (raw === undefined ? undefined : textOf(raw, place));
  // a composite action's steps take nothing from the workflow's defaults
  const defaults = inside ? {} : run.defaults;
  const choice = chooseShell(optional(step.shell ?? defaults.shell));
  if ("problem" in choice) return refuse(choice.problem);
  const { shell } = choice;
  const folder = optional(step.workingDirectory ?? defaults.workingDirectory) ?? "";
  const cwd = isAbsolute(folder) ? folder : join(run.workspace, folder);
  if (!existsSync(cwd)) return refuse(`the working directory ${folder || cwd} is not there`);
  const script = textOf(step.run, place).replaceAll("\r\n", "\n");
  const text = `${shell.before ?? ""}${script}${shell.after ?? ""}`;
  return runCommand(scope, {
    step: id,
    start: (files) => commandFor(shell, files.script(shell, text)),
    cwd,
    env,
    extra: {
      GITHUB_ACTION: step.id,
      ...(inside
        ? {
            GITHUB_ACTION_PATH: inside.actionPath,
            GITHUB_ACTION_REPOSITORY: inside.repository,
            GITHUB_ACTION_REF: inside.ref,
          }
        : {}),
    },
    signal,
  });
}
