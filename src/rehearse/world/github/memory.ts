import type { Json } from "./call.ts";

/** One thing that GitHub keeps beside git: a release, an issue, a deployment. */
export interface Kept {
  readonly id: number;
  readonly [key: string]: Json;
}

export interface Review {
  /** the run that was let through, or not */
  readonly run: string;
  readonly environment: string;
  readonly state: "approved" | "rejected";
  readonly user: string;
  readonly comment: string;
}

/** What the rehearsal's GitHub knows beside the repository; gone with the rehearsal. */
export class Memory {
  readonly releases: Kept[] = [];
  readonly issues: Kept[] = [];
  readonly comments: Kept[] = [];
  readonly deployments: Kept[] = [];
  readonly deploymentStatuses: Kept[] = [];
  readonly statuses: Kept[] = [];
  readonly checkRuns: Kept[] = [];
  readonly reviews: Review[] = [];
  /** run id → whose it is */
  readonly runs = new Map<
    string,
    { readonly actor: string; readonly event: string; readonly ref: string; readonly sha: string }
  >();
  /** environments with required reviewers */
  readonly gated = new Set<string>();
  #last = 0;

  id(): number {
    this.#last += 1;
    return this.#last;
  }

  /** Puts a changed thing in the place of the old one. */
  static replace(all: Kept[], changed: Kept): void {
    const at = all.findIndex(({ id }) => id === changed.id);
    if (at >= 0) all[at] = changed;
  }
}
