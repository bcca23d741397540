import type { Clock } from "../clock.ts";
import type { Identity } from "../identity/identity.ts";
import type { Connection } from "../kube/connect.ts";
import type { Kube } from "../kube/kube.ts";
import type { OwnLease } from "../lease/holder.ts";

/** Where a release lives, and with what one gets there. */
export interface Site {
  readonly identity: Identity;
  /** Where head, records and lease are kept. */
  readonly namespace: string;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** From now on these values are hidden in whatever is said, reported or recorded. */
  readonly mask: (values: readonly string[]) => void;
  /** The text without them: for what is written elsewhere than through `say`. */
  readonly hide: (text: string) => string;
  readonly timing: Timing;
}

export interface Timing {
  /** How long the lease is promised while we work; renewed at a quarter of it. */
  readonly leaseMs: number;
  /** How long one write may take. */
  readonly requestMs: number;
}

/** Who deploys: a run of a workflow, or a person at a laptop. */
export interface Runner {
  /** `owner/repo/RUN/ATTEMPT` or `laptop/USER@HOST/UUID`. */
  readonly holder: string;
  readonly actor: string;
  /** This run's id; a laptop takes the next. */
  readonly order: number | "next";
  readonly commit?: string;
  /** What else is worth recording: url, workflow, event. Never a secret. */
  readonly facts: Readonly<Record<string, string>>;
}

/** The same run, whatever the attempt: `o/r/1842/1` and `o/r/1842/2`. */
export function sameRun(a: string, b: string): boolean {
  return a === b || (!a.startsWith("laptop/") && a.replace(/\/\d+$/, "") === b.replace(/\/\d+$/, ""));
}

/** Work under the lease: every write through `kube` first asks whether the lease is still surely ours. */
export interface Desk extends Site {
  readonly kube: Kube;
  readonly lease: OwnLease;
  readonly runner: Runner;
}
