import { githubContext } from "../../../simulate/event/github.ts";
import type { Contexts, Value } from "../../../simulate/expression/value.ts";
import type { Plan } from "../../../simulate/plan/plan.ts";
import type { ConcurrencyGroups } from "./groups.ts";
import { type RunRequest, type Settings, settingsFor } from "./request.ts";

/** One workflow of a run: the one that was started, or one that a job of it calls. */
export interface Level {
  readonly request: RunRequest;
  readonly groups: ConcurrencyGroups;
  readonly plan: Plan;
  /** the legs that lead here: `["call#0"]` */
  readonly path: readonly string[];
  readonly inputs: { readonly [name: string]: Value };
  readonly secrets: Settings;
  /** the concurrency groups that the run and its calling jobs hold, in lower case */
  readonly held: readonly string[];
  readonly signal: AbortSignal;
}

export const legOf = ({ path }: Level, leg: string): string => [...path, leg].join("/");

/** `["call#0"]`, `build` → `call/build` */
export const jobOf = ({ path }: Level, job: string): string =>
  [...path.map((leg) => leg.replace(/#\d+$/, "")), job].join("/");

/** What every job of it sees. */
export const contextsOf = ({ request, inputs }: Level): Contexts => ({
  github: githubContext(request.facts, "", request.folder),
  inputs,
  vars: settingsFor(request.vars, undefined),
});
