import { ExpressionFailure } from "../../../simulate/expression/evaluate.ts";
import { mapOf } from "../../../simulate/expression/raw.ts";
import type { PlannedStep } from "../../../simulate/plan/plan.ts";
import { longestScript } from "./ahead.ts";
import { environmentFor } from "./command.ts";
import type { Following } from "./process.ts";
import { settingsOf } from "./script.ts";
import { commandFor } from "./shell.ts";
import { isWanted } from "./step.ts";
import { placeOf, type StepScope } from "./step-scope.ts";

/** an expression that reads the workspace takes its time, and the step at work may be writing there */
const readsFiles = (step: PlannedStep) => /hashFiles/i.test(JSON.stringify([step.if, step.env]));

/**
 * How this step's shell will be started, so many steps later, if what is at work until then changes nothing that matters: it is looked
 * at before that has ended. Nothing where this cannot be said.
 */
export function foresee(scope: StepScope, step: PlannedStep, distance: number): Following | undefined {
  if (step.kind !== "run" || step.run.length > longestScript || readsFiles(step)) return undefined;
  const { run } = scope;
  try {
    if (!isWanted(scope, step)) return undefined;
    const env = mapOf(step.env, placeOf(scope));
    const settings = settingsOf(scope, step, env);
    if ("problem" in settings) return undefined;
    const { shell, cwd, extra } = settings;
    if (shell.extension !== ".sh") return undefined;
    const files = run.state.files(run.temp);
    const script = files.nextScript(shell.extension, distance);
    return { ...commandFor(shell, script.path), cwd, env: environmentFor(scope, files, { env, extra }), script };
  } catch (cause) {
    if (!(cause instanceof ExpressionFailure)) throw cause;
    // it reads what the step at work has yet to say
    return undefined;
  }
}
