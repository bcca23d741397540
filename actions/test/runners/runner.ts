import type { Case } from "../results/case.ts";
import type { Results } from "../results/results.ts";

export type RunnerName = "vitest" | "jest" | "node" | "pytest" | "unittest" | "command";

/** What a run is made from. */
export interface Setting {
  /** the project, absolute */
  readonly folder: string;
  /** where the runner's reports go: a new folder for each run */
  readonly out: string;
  readonly args: readonly string[];
  readonly coverage: boolean;
}

export interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One run of a runner, as a value. */
export interface Plan extends Invocation {
  /** where its report will be; undefined: where the user says */
  readonly report: string | undefined;
  /** where the coverage will be, when it was asked for */
  readonly coverage?: string;
  /** what makes that file of what was measured */
  readonly after?: Invocation;
}

/** What there is to know about one runner. */
export interface Runner {
  readonly name: RunnerName;
  /** all tests; with `only`, at least those again */
  plan(setting: Setting, only: readonly Case[]): Plan;
  /** what its report says, the runner's own peculiarities told from tests */
  read(report: string): Results;
  /** its words when it found no test, where it then leaves no report */
  readonly none?: RegExp;
  /** what is missing when it could not even begin, by its last words */
  missing(output: string): string | undefined;
}
