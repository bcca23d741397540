import { condition, ExpressionFailure } from "../../../simulate/expression/evaluate.ts";
import { booleanOf, mapOf, numberOf, textOf } from "../../../simulate/expression/raw.ts";
import type { PlannedStep } from "../../../simulate/plan/plan.ts";
import type { StepStarted } from "../../story/event.ts";
import { runAction } from "./action.ts";
import { foresee } from "./foresee.ts";
import { runScript } from "./script.ts";
import { failed, type StepEnd } from "./step-end.ts";
import { idOf, placeOf, type StepScope } from "./step-scope.ts";

/** What a step is called before it runs: its name, or what it runs. */
function title(scope: StepScope, step: PlannedStep): string {
  const fallback = step.kind === "uses" ? `Run ${step.uses}` : `Run ${step.run.trim().split("\n")[0] ?? ""}`;
  if (step.name === undefined) return fallback;
  try {
    return scope.run.masker.mask(textOf(step.name, placeOf(scope))) || fallback;
  } catch {
    // a name may read what is not there yet; GitHub then shows it as it stands
    return step.name;
  }
}

export const isWanted = (scope: StepScope, step: PlannedStep) =>
  condition(step.if, placeOf(scope, mapOf(step.env, placeOf(scope))));

// setTimeout takes no more
const longest = 2 ** 31 - 1;

/** Ends with the step's own time; and with the cancellation, unless the step's `if` holds then still. */
function signalOf(scope: StepScope, step: PlannedStep, minutes: number | undefined) {
  const stop = new AbortController();
  const onAbort = () => {
    if (!isWanted(scope, step)) stop.abort(scope.signal.reason);
  };
  if (!scope.signal.aborted) scope.signal.addEventListener("abort", onAbort);
  const signal =
    minutes === undefined
      ? stop.signal
      : AbortSignal.any([stop.signal, AbortSignal.timeout(Math.min(minutes * 60_000, longest))]);
  return { signal, leaveOff: () => scope.signal.removeEventListener("abort", onAbort) };
}

async function body(scope: StepScope, step: PlannedStep): Promise<StepEnd> {
  const { run } = scope;
  const env = mapOf(step.env, placeOf(scope));
  const minutes = numberOf(step.timeoutMinutes, placeOf(scope, env));
  const { signal, leaveOff } = signalOf(scope, step, minutes);
  const runs = step.kind === "run" ? runScript(scope, step, env, signal) : runAction(scope, step, env, signal);
  const end = await runs.finally(leaveOff);
  if (end.outcome !== "cancelled" || scope.signal.aborted) return end;
  const text = `The step took longer than ${minutes} minutes.`;
  run.tell({ kind: "line", leg: run.leg, step: idOf(scope, step), text, look: "problem" });
  return { ...end, outcome: "failure" };
}

/** Its text as it is written: a value that an expression gives may be a secret. */
const shownOf = (step: PlannedStep): Pick<StepStarted, "uses" | "command"> =>
  step.kind === "uses" ? { uses: step.uses } : { command: step.run };

/** Runs one step: its `if`, its body, its result for the steps after it. */
export async function runStep(
  asked: StepScope,
  step: PlannedStep,
  following: readonly PlannedStep[] = [],
): Promise<{ readonly summary: string }> {
  const scope: StepScope = {
    ...asked,
    foresee: (distance) => {
      const later = following[distance - 1];
      return later && foresee(asked, later, distance);
    },
  };
  const { run, results } = scope;
  const { leg, tell } = run;
  const id = idOf(scope, step);
  run.state.begin(step.id);
  const problem = (cause: unknown) => {
    if (!(cause instanceof ExpressionFailure)) throw cause;
    tell({ kind: "line", leg, step: id, text: run.masker.mask(cause.message), look: "problem" });
    return failed();
  };
  let end: StepEnd | undefined;
  let wanted = false;
  try {
    wanted = isWanted(scope, step);
  } catch (cause) {
    end = problem(cause);
  }
  const name = title(scope, step);
  if (!wanted && !end) {
    const skipped = { outcome: "skipped", conclusion: "skipped", outputs: {} } as const;
    results.set(step.id, skipped);
    tell({ kind: "step-ended", leg, step: id, name, ...skipped, summary: "", at: run.now() });
    return { summary: "" };
  }
  tell({ kind: "step-started", leg, step: id, name, ...shownOf(step), at: run.now() });
  end ??= await body(scope, step).catch(problem);
  let forgiven = false;
  try {
    forgiven = end.outcome === "failure" && booleanOf(step.continueOnError, placeOf(scope));
  } catch (cause) {
    problem(cause);
  }
  const conclusion = forgiven ? "success" : end.outcome;
  results.set(step.id, { outcome: end.outcome, conclusion, outputs: end.outputs });
  const outputs = Object.fromEntries(Object.entries(end.outputs).map(([key, value]) => [key, run.masker.mask(value)]));
  const { outcome, summary, environment } = end;
  const about = environment === undefined ? {} : { environment };
  tell({ kind: "step-ended", leg, step: id, name, outcome, conclusion, outputs, summary, ...about, at: run.now() });
  return { summary };
}
