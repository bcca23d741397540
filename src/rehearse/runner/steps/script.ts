import { mkdir, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { ScriptStep } from "../plan/plan.ts";
import { runCommand } from "./command.ts";
import type { Env } from "./environment.ts";
import { chooseShell, commandFor } from "./shell.ts";
import { failed, type StepEnd } from "./step-end.ts";
import { placeOf, type StepScope, textOf } from "./step-scope.ts";

/** A `run:` step: the text goes to a file, the file to its shell. */
export async function runScript(scope: StepScope, step: ScriptStep, env: Env, signal: AbortSignal): Promise<StepEnd> {
  const { run, inside } = scope;
  const place = placeOf(scope, env);
  const optional = (raw: string | undefined) => (raw === undefined ? undefined : textOf(raw, place));
  const shell = chooseShell(optional(step.shell ?? (inside ? undefined : run.defaults.shell)));
  if ("problem" in shell) {
    run.tell({ kind: "line", leg: run.leg, step: step.id, text: shell.problem, look: "problem" });
    return failed();
  }
  const folder = optional(step.workingDirectory ?? (inside ? undefined : run.defaults.workingDirectory)) ?? "";
  await mkdir(run.temp, { recursive: true });
  const file = join(run.temp, `${step.id}${shell.shell.extension}`);
  await writeFile(file, textOf(step.run, place), { mode: 0o700 });
  return runCommand(scope, {
    step: step.id,
    ...commandFor(shell.shell, file),
    cwd: isAbsolute(folder) ? folder : join(run.workspace, folder),
    env,
    extra: { GITHUB_ACTION: step.id, ...(inside ? { GITHUB_ACTION_PATH: inside.actionPath } : {}) },
    signal,
  });
}
