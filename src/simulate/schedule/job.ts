import type { Result } from "../expression/status.ts";
import type { Value } from "../expression/value.ts";
import type { Ticket } from "./concurrency.ts";

/** What the schedule must know of a job before anything runs. */
export interface JobNode {
  readonly id: string;
  readonly needs: readonly string[];
}

export interface Outputs {
  readonly [name: string]: string;
}

/** What has become of a job, as `needs.x` shows it to those that need it. */
export interface Ended {
  readonly result: Result;
  readonly outputs: Outputs;
}

/** What is decided about a job the moment all it needs has ended. */
export type Decision =
  | { readonly kind: "skip"; readonly why: string }
  | { readonly kind: "fail"; readonly why: string }
  | {
      readonly kind: "run";
      readonly legs: readonly LegPlan[];
      readonly failFast: boolean;
      readonly maxParallel: number;
    };

export interface LegPlan {
  readonly name: string;
  readonly matrix: { readonly [key: string]: Value };
  /** whose secrets and variables it gets */
  readonly environment?: string;
  /** the environment whose reviewers must agree first */
  readonly gate?: string;
  readonly continueOnError: boolean;
  /** it may only run alone of its group */
  readonly concurrency?: Omit<Ticket, "key">;
  /** its place among the legs of its job, counted from 0 */
  readonly index: number;
  /** what the `strategy` context says to it */
  readonly strategy: { readonly [key: string]: Value };
}

/** Everything a decision may look at; all of it is known, so the same state always decides the same. */
export interface Situation {
  readonly needs: Readonly<Record<string, Ended>>;
  /** how all it descends from has ended, which is what `success()` asks of */
  readonly ancestors: Readonly<Record<string, Result>>;
  readonly cancelled: boolean;
}

export type Decide = (job: string, situation: Situation) => Decision;
