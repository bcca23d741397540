import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { textOf } from "../../../simulate/expression/raw.ts";
import type { ScriptStep } from "../../../simulate/plan/plan.ts";
import { runCommand } from "./command.ts";
import type { Env } from "./environment.ts";
import { chooseShell, commandFor, type Shell } from "./shell.ts";
import { failed, type StepEnd } from "./step-end.ts";
import type { StepFiles } from "./step-files.ts";
import { idOf, placeOf, type StepScope } from "./step-scope.ts";

export interface ScriptSettings {
  readonly shell: Shell;
  readonly cwd: string;
  /** GITHUB_ACTION and the like */
  readonly extra: Env;
}

/** How a `run:` step is to be run, but for its script; or why it cannot be. */
export function settingsOf(
  scope: StepScope,
  step: ScriptStep,
  env: Env,
): ScriptSettings | { readonly problem: string } {
  const { run, inside } = scope;
  const place = placeOf(scope, env);
  const optional = (raw: string | undefined) => (raw === undefined ? undefined : textOf(raw, place));
  // a composite action's steps take nothing from the workflow's defaults
  const defaults = inside ? {} : run.defaults;
  const choice = chooseShell(optional(step.shell ?? defaults.shell));
  if ("problem" in choice) return choice;
  const folder = optional(step.workingDirectory ?? defaults.workingDirectory) ?? "";
  const cwd = isAbsolute(folder) ? folder : join(run.workspace, folder);
  if (!existsSync(cwd)) return { problem: `the working directory ${folder || cwd} is not there` };
  const action = inside && {
    GITHUB_ACTION_PATH: inside.actionPath,
    GITHUB_ACTION_REPOSITORY: inside.repository,
    GITHUB_ACTION_REF: inside.ref,
  };
  return { shell: choice.shell, cwd, extra: { GITHUB_ACTION: step.id, ...action } };
}

/** A `run:` step: the text goes to a file, the file to its shell. */
export async function runScript(scope: StepScope, step: ScriptStep, env: Env, signal: AbortSignal): Promise<StepEnd> {
  const { run } = scope;
  const id = idOf(scope, step);
  const settings = settingsOf(scope, step, env);
  if ("problem" in settings) {
    run.tell({ kind: "line", leg: run.leg, step: id, text: run.masker.mask(settings.problem), look: "problem" });
    return failed();
  }
  const { shell, cwd, extra } = settings;
  const script = textOf(step.run, placeOf(scope, env)).replaceAll("\r\n", "\n");
  const text = `${shell.before ?? ""}${script}${shell.after ?? ""}`;
  const start = (files: StepFiles) => {
    const file = files.script(shell);
    return { ...commandFor(shell, file.path), script: { file, text } };
  };
  return runCommand(scope, { step: id, start, cwd, env, extra, signal });
}
