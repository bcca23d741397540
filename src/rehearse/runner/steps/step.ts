import { condition, ExpressionFailure } from "../../../simulate/expression/evaluate.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { runAction } from "./action.ts";
import { runScript } from "./script.ts";
import { failed, type Post, type StepEnd } from "./step-end.ts";
import { booleanOf, mapOf, numberOf, placeOf, type StepScope, textOf } from "./step-scope.ts";

export interface StepDone {
  readonly post?: Post;
  readonly summary: string;
}

/** What a step is called before it runs: its name, or what it runs. */
function title(scope: StepScope, step: PlannedStep): string {
  const fallback = step.kind === "uses" ? `Run ${step.uses}` : `Run ${step.run.trim().split("\n")[0] ?? ""}`;
  if (step.name === undefined) return fallback;
  try {
    return textOf(step.name, placeOf(scope)) || fallback;
  } catch {
    // a name may read what is not there yet; GitHub then shows it as it stands
    return step.name;
  }
}

async function body(scope: StepScope, step: PlannedStep): Promise<StepEnd> {
  const { run } = scope;
  const env = mapOf(step.env, placeOf(scope));
  const place = placeOf(scope, env);
  const minutes = numberOf(step.timeoutMinutes, place);
  // a step that runs after the cancellation (always()) is not stopped by it a second time
  const job = run.signal.aborted ? [] : [run.signal];
  const limit = minutes === undefined ? [] : [AbortSignal.timeout(minutes * 60_000)];
  const signal = AbortSignal.any([...job, ...limit]);
  const end =
    step.kind === "run" ? await runScript(scope, step, env, signal) : await runAction(scope, step, env, signal);
  if (end.outcome === "cancelled" && !run.signal.aborted) {
    run.tell({
      kind: "line",
      leg: run.leg,
      step: step.id,
      text: `The step took longer than ${minutes} minutes.`,
      look: "problem",
    });
    return { ...end, outcome: "failure" };
  }
  return end;
}

/** Runs one step: its `if`, its body, its result for the steps after it. */
export async function runStep(scope: StepScope, step: PlannedStep): Promise<StepDone> {
  const { run, results } = scope;
  const { leg, tell } = run;
  const problem = (cause: unknown) => {
    if (!(cause instanceof ExpressionFailure)) throw cause;
    tell({ kind: "line", leg, step: step.id, text: cause.message, look: "problem" });
    return failed();
  };
  let end: StepEnd | undefined;
  let wanted = false;
  try {
    wanted = condition(step.if, placeOf(scope, mapOf(step.env, placeOf(scope))));
  } catch (cause) {
    end = problem(cause);
  }
  if (!wanted && !end) {
    results.set(step.id, { outcome: "skipped", conclusion: "skipped", outputs: {} });
    const skipped = { outcome: "skipped", conclusion: "skipped", outputs: {}, summary: "" } as const;
    tell({ kind: "step-ended", leg, step: step.id, name: title(scope, step), ...skipped, at: run.now() });
    return { summary: "" };
  }
  const name = title(scope, step);
  tell({ kind: "step-started", leg, step: step.id, name, at: run.now() });
  end ??= await body(scope, step).catch(problem);
  const forgiven = end.outcome === "failure" && booleanOf(step.continueOnError, placeOf(scope));
  const conclusion = forgiven ? "success" : end.outcome;
  results.set(step.id, { outcome: end.outcome, conclusion, outputs: end.outputs });
  tell({
    kind: "step-ended",
    leg,
    step: step.id,
    name,
    outcome: end.outcome,
    conclusion,
    outputs: end.outputs,
    summary: end.summary,
    at: run.now(),
  });
  return { summary: end.summary, ...(end.post ? { post: end.post } : {}) };
}
