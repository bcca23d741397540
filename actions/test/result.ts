import type { CoverageResult } from "./coverage/judge.ts";
import type { Case } from "./results/case.ts";
import type { Count } from "./results/count.ts";
import type { At } from "./results/place.ts";
import type { Trouble } from "./results/results.ts";
import type { RunnerName } from "./runners/runner.ts";
import type { Verdict } from "./verdict.ts";

/** All of it, as the log, the summary, the report and the outputs are made from. */
export interface Result {
  readonly runner: RunnerName;
  readonly verdict: Verdict;
  readonly count: Count;
  readonly cases: readonly Placed[];
  readonly troubles: readonly Trouble[];
  readonly coverage: CoverageResult | undefined;
  /** milliseconds, all runs together */
  readonly took: number;
  /** how often tests ran again */
  readonly reruns: number;
  /** the last lines of the run */
  readonly excerpt: string;
}

/** A test, and where it stands in the workspace. */
export interface Placed extends Case {
  readonly at: At | undefined;
}
