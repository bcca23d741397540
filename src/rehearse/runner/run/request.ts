import type { Grant } from "../../../read/index.ts";
import type { RunFacts } from "../../../simulate/event/github.ts";
import type { Result } from "../../../simulate/expression/status.ts";
import type { Value } from "../../../simulate/expression/value.ts";
import type { Origin, Plan, PlannedJob } from "../../../simulate/plan/plan.ts";
import type { Gates } from "../../../simulate/schedule/decide.ts";
import type { Answered, Review, Tell } from "../../story/event.ts";
import type { FindAction } from "../actions/manifest.ts";
import type { Masker } from "../commands/masker.ts";
import type { JobEnd } from "../jobs/run-job.ts";
import type { Env } from "../steps/environment.ts";

export type Answer = Pick<Answered, "answer" | "by">;

/** Values of the repository, and of environments by their name, which come before the repository's. */
export interface Settings {
  readonly repository: Env;
  readonly environments: Readonly<Record<string, Env>>;
}

export const settingsFor = (settings: Settings, environment: string | undefined): Env => ({
  ...settings.repository,
  ...(environment === undefined ? {} : settings.environments[environment]),
});

/** One leg of a job, with everything that its result depends on. */
export interface LegQuestion {
  readonly leg: string;
  readonly job: PlannedJob;
  readonly environment: string | undefined;
  readonly given: Readonly<Record<string, Value>>;
}

/** Results of an earlier rehearsal that hold still. */
export interface Earlier {
  find(question: LegQuestion): JobEnd | undefined;
  keep(question: LegQuestion, end: JobEnd): void;
}

export interface RunRequest {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly inputs: { readonly [name: string]: Value };
  readonly vars: Settings;
  /** GITHUB_TOKEN of a job with these permissions; nothing written: what the repository's default gives */
  readonly tokenFor: (grant: Grant | undefined) => string;
  readonly secrets: Settings;
  readonly gates: Gates;
  /** `waiting`: nobody answered, and nobody will; the signal says that the answer is no longer wanted */
  readonly ask: (review: Review, signal: AbortSignal) => Promise<Answer>;
  /** what the steps of these jobs wrote for people */
  readonly summaries: (jobs: readonly string[]) => Review["summaries"];
  /** by the repository that the workflow's file is in */
  readonly findAction: (origin: Origin) => FindAction;
  /** PATH and what little else the steps of one leg get of this machine; `folder` is the leg's own */
  readonly machine: (folder: string) => Env;
  /** says when the runner of a job is lost, where that is to be shown, until the job is over */
  readonly lost?: (job: string, environment: string | undefined, over: AbortSignal) => AbortSignal | undefined;
  /** an empty folder for everything of this run */
  readonly folder: string;
  /** a job is over, and nobody needs its folder any more */
  readonly sweep?: (folder: string) => void;
  readonly node: string;
  /** shared by all jobs: whatever one of them masks is masked in all that is told */
  readonly masker: Masker;
  readonly earlier?: Earlier;
  readonly tell: Tell;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export type RunResult = Exclude<Result, "skipped"> | "waiting";
