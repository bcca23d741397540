import type { Value } from "../../../simulate/expression/value.ts";
import type { Defaults, PlannedJob } from "../../../simulate/plan/plan.ts";
import type { Flow, Tell } from "../../story/event.ts";
import type { FindAction } from "../actions/manifest.ts";
import type { Masker } from "../commands/masker.ts";
import type { Env } from "../steps/environment.ts";
import type { Processes, ProcessGroups } from "../steps/process.ts";
import type { JobState } from "./job-state.ts";

/** Everything one leg of a job runs with; made once, before its first step. */
export interface JobRun {
  readonly leg: string;
  readonly name: string;
  readonly job: PlannedJob;
  /** the workflow's, under the job's own */
  readonly defaults: Defaults;
  readonly workflowEnv: Env;
  readonly jobEnv: Env;
  /** `github`, `inputs`, `vars`, `secrets`, `needs`, `strategy`, `matrix`, `runner` */
  readonly contexts: Readonly<Record<string, Value>>;
  /** the `job` context, but for its status */
  readonly jobContext: Readonly<Record<string, Value>>;
  /** where the repository is checked out */
  readonly workspace: string;
  /** for the rehearsal's own files of this job: scripts, command files */
  readonly temp: string;
  /** PATH and what little else this machine gives every step */
  readonly machine: Env;
  /** GITHUB_… and RUNNER_… */
  readonly runnerEnv: Env;
  readonly node: string;
  readonly findAction: FindAction;
  readonly masker: Masker;
  readonly processes: Processes;
  readonly groups: ProcessGroups;
  readonly state: JobState;
  /** the outputs of the jobs it needs */
  readonly flow: Flow;
  readonly tell: Tell;
  readonly now: () => number;
  /** what is to be known of this machine, before the first step */
  readonly remark?: string;
  /** the runner is gone: no step follows, not even one for failures, and no post phase */
  readonly lost?: AbortSignal;
  /** the run is cancelled, or the job's time is over */
  readonly signal: AbortSignal;
}
