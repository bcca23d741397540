import type { Place } from "../../../simulate/expression/evaluate.ts";
import { stepStatus } from "../../../simulate/expression/status.ts";
import { isObject, type Value } from "../../../simulate/expression/value.ts";
import { hashFilesIn } from "../expression/hash-files.ts";
import type { JobRun } from "../jobs/job-run.ts";
import type { StepResults } from "../jobs/job-state.ts";
import { type Env, envContext } from "./environment.ts";
import type { Following } from "./process.ts";

/** Where a list of steps runs: the job itself, or a composite action with inputs and steps of its own. */
export interface StepScope {
  readonly run: JobRun;
  readonly results: StepResults;
  /** the job's cancellation; in a composite action also that of the step that uses it */
  readonly signal: AbortSignal;
  readonly inside?: Inside;
  /** what is likely to be started after the step at hand, that many steps later */
  readonly foresee?: (distance: number) => Following | undefined;
}

/** The inside of a composite action. */
export interface Inside {
  readonly inputs: Env;
  readonly actionPath: string;
  readonly repository: string;
  readonly ref: string;
  /** of the step that uses it */
  readonly env: Env;
  /** ids of the steps that lead here */
  readonly path: readonly string[];
}

/** `inner` in a composite action that the step `outer` uses: `outer/inner`. */
export const idOf = ({ inside }: Pick<StepScope, "inside">, step: { readonly id: string }): string =>
  [...(inside?.path ?? []), step.id].join("/");

/** Composite actions do not see these: what they need is given to them as an input. */
const hiddenInside = ["secrets", "vars", "needs"];

function contextsInside(base: Record<string, Value>, inside: Inside, status: string): Record<string, Value> {
  const github = base["github"];
  const seen = Object.fromEntries(Object.entries(base).filter(([name]) => !hiddenInside.includes(name)));
  return {
    ...seen,
    inputs: inside.inputs,
    github: {
      ...(isObject(github) ? github : {}),
      action_path: inside.actionPath,
      action_repository: inside.repository,
      action_ref: inside.ref,
      action_status: status,
    },
  };
}

/** What expressions see at a step. */
export function placeOf({ run, results, inside }: StepScope, stepEnv: Env = {}): Place {
  const status = run.signal.aborted ? "cancelled" : results.failed ? "failure" : "success";
  const { github } = run.contexts;
  const base: Record<string, Value> = {
    ...run.contexts,
    // most expressions do not read it, and the step's files are made for it
    get github() {
      return { ...(isObject(github) ? github : {}), ...run.state.github(run.temp) };
    },
    steps: results.context,
    job: { ...run.jobContext, status },
    env: envContext({
      workflow: run.workflowEnv,
      job: run.jobEnv,
      written: run.state.env,
      step: { ...inside?.env, ...stepEnv },
    }),
  };
  return {
    contexts: inside ? contextsInside(base, inside, status) : base,
    functions: [...stepStatus(status), hashFilesIn(run.workspace)],
  };
}
