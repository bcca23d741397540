import { condition, evaluate } from "../../../simulate/expression/evaluate.ts";
import { mapOf } from "../../../simulate/expression/raw.ts";
import { isTruthy } from "../../../simulate/expression/value.ts";
import type { ActionStep, PlannedStep } from "../../../simulate/plan/plan.ts";
import type { Action } from "../actions/manifest.ts";
import { runComposite, scopeInside } from "./composite-action.ts";
import type { Env } from "./environment.ts";
import { runNode, runPre } from "./node-action.ts";
import { runStandIn } from "./stand-in-action.ts";
import { failed, type StepEnd } from "./step-end.ts";
import { idOf, placeOf, type StepScope } from "./step-scope.ts";

const find = ({ run, inside }: StepScope, step: ActionStep): Promise<Action | string> =>
  run.findAction(step.uses, {
    workspace: run.workspace,
    ...(inside ? { repository: inside.repository, ref: inside.ref } : {}),
  });

export async function runAction(scope: StepScope, step: ActionStep, env: Env, signal: AbortSignal): Promise<StepEnd> {
  const { run } = scope;
  const action = await find(scope, step);
  if (typeof action === "string") {
    run.tell({ kind: "line", leg: run.leg, step: idOf(scope, step), text: action, look: "problem" });
    return failed();
  }
  if (action.kind === "stand-in") return runStandIn(scope, step, action, env, signal);
  const { runs } = action.manifest;
  return runs.kind === "node"
    ? runNode({ scope, step, action, runs }, env, signal)
    : runComposite(scope, step, action, runs, env, signal);
}

/** An action of the workspace is not there yet when the pre phases run: GitHub skips its pre phase as well. */
const isLocal = (uses: string) => uses.startsWith("./");

/** The pre phases of all actions that a list of steps uses, before any of the steps; whether all went well. */
export async function runPres(scope: StepScope, steps: readonly PlannedStep[]): Promise<boolean> {
  const { run } = scope;
  let fine = true;
  for (const step of steps) {
    if (step.kind !== "uses" || isLocal(step.uses)) continue;
    const action = await find(scope, step);
    if (typeof action === "string" || action.kind === "stand-in") continue;
    const { runs } = action.manifest;
    if (runs.kind === "composite") {
      if (!(await hasPre(scope, runs.steps))) continue;
      fine = (await runPres(scopeInside(scope, step, action, {}, scope.signal), runs.steps)) && fine;
    } else if (runs.pre !== undefined && isTruthy(evaluate(runs.preIf ?? "always()", placeOf(scope)))) {
      const at = { leg: run.leg, step: `${idOf(scope, step)}-pre` };
      const name = `Pre ${action.manifest.name}`;
      run.tell({ kind: "step-started", ...at, name, uses: step.uses, at: run.now() });
      const env = mapOf(step.env, placeOf(scope));
      const { outcome, outputs, summary } = await runPre({ scope, step, action, runs }, runs.pre, env);
      const told = { outcome, conclusion: outcome, outputs, summary };
      run.tell({ kind: "step-ended", ...at, name, ...told, at: run.now() });
      scope.results.set(`${step.id}-pre`, { outcome, conclusion: outcome, outputs: {} });
      fine &&= outcome === "success";
    }
  }
  return fine;
}

async function hasPre(scope: StepScope, steps: readonly PlannedStep[]): Promise<boolean> {
  for (const step of steps) {
    if (step.kind !== "uses" || isLocal(step.uses)) continue;
    const action = await find(scope, step);
    if (typeof action === "string" || action.kind === "stand-in") continue;
    const { runs } = action.manifest;
    if (runs.kind === "node" ? runs.pre !== undefined : await hasPre(scope, runs.steps)) return true;
  }
  return false;
}

export const isPostWanted = (scope: StepScope, text: string): boolean =>
  // `post-if` is taken as written: no success() is put before it
  text.trim() === "" ? condition("always()", placeOf(scope)) : isTruthy(evaluate(text, placeOf(scope)));
