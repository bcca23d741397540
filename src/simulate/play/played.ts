import type { Result } from "../expression/status.ts";
import type { Contexts } from "../expression/value.ts";
import type { Planned } from "../plan/plan.ts";
import type { Ticket } from "../schedule/concurrency.ts";
import type { LegPlan } from "../schedule/job.ts";

export interface PlayedJob {
  readonly path: string;
  readonly job: Planned;
  readonly result: Result;
  /** whether a step of it could run: it was neither skipped nor rejected */
  readonly ran: boolean;
  readonly why?: string;
  /** how many jobs in a row there are up to it, itself counted */
  readonly wave: number;
  readonly legs: readonly LegPlan[];
  /** outputs that its matrix is made of and that nobody said: one leg then stands for all */
  readonly unknown: readonly string[];
  /** of a call: the group of the workflow that it calls */
  readonly concurrency?: Wanted | Refused;
  /** what its expressions see, but for steps, secrets and the runner */
  readonly contexts: Contexts;
}

/** What it wants to be alone in. */
export type Wanted = Omit<Ticket, "key">;
/** A group that GitHub refuses: it is empty, for instance. */
export interface Refused {
  readonly refused: string;
}

export interface Played {
  readonly concurrency?: Wanted | Refused;
  readonly jobs: readonly PlayedJob[];
  readonly result: Exclude<Result, "skipped">;
}
