import { mapOf } from "../../../simulate/expression/raw.ts";
import type { ActionStep } from "../../../simulate/plan/plan.ts";
import type { StandIn } from "../actions/manifest.ts";
import type { Env } from "./environment.ts";
import type { StepEnd } from "./step-end.ts";
import { idOf, placeOf, type StepScope } from "./step-scope.ts";

export async function runStandIn(
  scope: StepScope,
  step: ActionStep,
  action: StandIn,
  env: Env,
  signal: AbortSignal,
): Promise<StepEnd> {
  const { run } = scope;
  const at = { leg: run.leg, step: idOf(scope, step) };
  const log = (line: string) => run.tell({ kind: "line", ...at, text: run.masker.mask(line) });
  run.tell({ kind: "stood-in", ...at, uses: step.uses, instead: action.instead });
  const end = await action.run({
    inputs: mapOf(step.with, placeOf(scope, env)),
    workspace: run.workspace,
    temp: run.temp,
    env: { ...run.machine, ...run.state.env, ...env, ...run.runnerEnv },
    leg: run.leg,
    log,
    signal,
  });
  run.state.take({ env: end.env ?? {}, paths: end.paths ?? [] });
  const { post } = end;
  if (post)
    run.state.register({
      id: at.step,
      name: `Post ${step.uses.split("@")[0]}`,
      if: "success()",
      scope,
      run: async () => {
        await post(log);
        return { outcome: "success", outputs: {}, summary: "" };
      },
    });
  return { outcome: end.ok ? "success" : signal.aborted ? "cancelled" : "failure", outputs: end.outputs, summary: "" };
}
