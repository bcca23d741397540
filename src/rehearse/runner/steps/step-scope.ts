import { evaluate, interpolate, type Place } from "../../../simulate/expression/evaluate.ts";
import { stepStatus } from "../../../simulate/expression/status.ts";
import { asText, isTruthy, type Value } from "../../../simulate/expression/value.ts";
import { hashFilesIn } from "../expression/hash-files.ts";
import type { JobRun } from "../jobs/job-run.ts";
import type { StepResults } from "../jobs/job-state.ts";
import type { Raw, RawBoolean, RawMap, RawNumber } from "../plan/plan.ts";
import { type Env, envContext } from "./environment.ts";

/** Where a list of steps runs: the job itself, or a composite action with inputs and steps of its own. */
export interface StepScope {
  readonly run: JobRun;
  readonly results: StepResults;
  /** in a composite action: its inputs, its `github.action_path`, and the environment of the step that uses it */
  readonly inside?: { readonly inputs: Env; readonly actionPath: string; readonly env: Env };
}

/** What expressions see at a step. */
export function placeOf({ run, results, inside }: StepScope, stepEnv: Env = {}): Place {
  const status = run.signal.aborted ? "cancelled" : results.failed ? "failure" : "success";
  const github = run.contexts["github"];
  const base: Record<string, Value> = {
    ...run.contexts,
    steps: results.context,
    job: { status },
    env: envContext({
      workflow: run.workflowEnv,
      job: run.jobEnv,
      written: run.state.env,
      step: { ...inside?.env, ...stepEnv },
    }),
  };
  const contexts: Record<string, Value> = inside
    ? {
        ...base,
        inputs: inside.inputs,
        github: {
          ...(typeof github === "object" && github !== null && !Array.isArray(github) ? github : {}),
          action_path: inside.actionPath,
        },
      }
    : base;
  return { contexts, functions: [...stepStatus(status), hashFilesIn(run.workspace)] };
}

export const textOf = (raw: Raw, place: Place): string => asText(interpolate(raw, place));

export const mapOf = (raw: RawMap, place: Place): Env =>
  Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, textOf(value, place)]));

export const booleanOf = (raw: RawBoolean | undefined, place: Place): boolean =>
  typeof raw === "string" ? isTruthy(interpolate(raw, place)) && textOf(raw, place) !== "false" : (raw ?? false);

export function numberOf(raw: RawNumber | undefined, place: Place): number | undefined {
  if (typeof raw !== "string") return raw;
  const value = interpolate(raw, place);
  const number =
    typeof value === "number"
      ? value
      : evaluate("fromJSON(text)", { contexts: { text: asText(value) }, functions: [] });
  return typeof number === "number" ? number : undefined;
}
