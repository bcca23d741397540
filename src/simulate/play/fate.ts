import type { Outputs } from "../schedule/job.ts";

/** How a job is taken to end, where it comes to run. */
export type Fate =
  | { readonly end: "success" | "failure" | "cancelled"; readonly outputs?: Outputs }
  /** its reviewer says no */
  | { readonly end: "rejected" }
  /** the whole run is cancelled while this job is at work */
  | { readonly end: "run-cancelled" }
  /** it does not run, whatever its condition says */
  | { readonly end: "skipped" };

/** By the job's path: `deploy`, and `call/deploy` where `call` calls a workflow with a job `deploy`. */
export type FateOf = (path: string) => Fate;
