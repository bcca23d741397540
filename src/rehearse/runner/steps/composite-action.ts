import { mapOf } from "../../../simulate/expression/raw.ts";
import type { ActionStep } from "../../../simulate/plan/plan.ts";
import type { ActionFolder, CompositeAction } from "../actions/manifest.ts";
import { StepResults } from "../jobs/job-state.ts";
import type { Env } from "./environment.ts";
import { inputsOf } from "./inputs.ts";
import { runStep } from "./step.ts";
import { failed, type StepEnd } from "./step-end.ts";
import { idOf, placeOf, type StepScope } from "./step-scope.ts";

/** The runner goes no deeper (Common/Constants.cs, `CompositeActionsMaxDepth`). */
const deepest = 10;

/** The scope of a composite action's steps: their own results, the action's inputs, the environment of the step that uses it. */
export function scopeInside(
  scope: StepScope,
  step: ActionStep,
  action: ActionFolder,
  env: Env,
  signal: AbortSignal,
): StepScope {
  return {
    run: scope.run,
    results: new StepResults(),
    signal,
    inside: {
      inputs: inputsOf(scope, step, action, env),
      actionPath: action.folder,
      repository: action.repository,
      ref: action.ref,
      env: { ...scope.inside?.env, ...env },
      path: [...(scope.inside?.path ?? []), step.id],
    },
  };
}

export async function runComposite(
  scope: StepScope,
  step: ActionStep,
  action: ActionFolder,
  runs: CompositeAction,
  env: Env,
  signal: AbortSignal,
): Promise<StepEnd> {
  const { run } = scope;
  const inner = scopeInside(scope, step, action, env, signal);
  if ((inner.inside?.path.length ?? 0) >= deepest) {
    const text = `composite actions use each other deeper than ${deepest} levels`;
    run.tell({ kind: "line", leg: run.leg, step: idOf(scope, step), text, look: "problem" });
    return failed();
  }
  const summaries: string[] = [];
  for (const [index, innerStep] of runs.steps.entries()) {
    const { summary } = await runStep(inner, innerStep, runs.steps.slice(index + 1, index + 3));
    if (summary) summaries.push(summary);
  }
  return {
    outcome: signal.aborted ? "cancelled" : inner.results.failed ? "failure" : "success",
    outputs: mapOf(action.manifest.outputs, placeOf(inner)),
    // each inner step's summary was told with its own end
    summary: "",
  };
}
