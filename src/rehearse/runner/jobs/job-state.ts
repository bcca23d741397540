import type { Result } from "../../../simulate/expression/status.ts";
import type { Value } from "../../../simulate/expression/value.ts";
import type { FileCommands } from "../steps/command-files.ts";
import type { Env } from "../steps/environment.ts";

export interface StepResult {
  /** before `continue-on-error` */
  readonly outcome: Result;
  /** after it */
  readonly conclusion: Result;
  readonly outputs: Env;
}

/** What the steps of one list (a job's, or a composite action's) have done so far. */
export class StepResults {
  readonly #results = new Map<string, StepResult>();

  set(id: string, result: StepResult): void {
    this.#results.set(id, result);
  }

  /** the `steps` context */
  get context(): Record<string, Value> {
    return Object.fromEntries(
      [...this.#results].map(([id, { outcome, conclusion, outputs }]) => [id, { outputs, outcome, conclusion }]),
    );
  }

  /** how all went so far: a failure that `continue-on-error` forgave does not count */
  get failed(): boolean {
    return [...this.#results.values()].some((result) => result.conclusion === "failure");
  }
}

/** What steps change for the steps after them. */
export class JobState {
  #env: Env = {};
  #paths: readonly string[] = [];

  get env(): Env {
    return this.#env;
  }

  get paths(): readonly string[] {
    return this.#paths;
  }

  take({ env, paths }: Pick<FileCommands, "env" | "paths">): void {
    this.#env = { ...this.#env, ...env };
    this.#paths = [...paths, ...this.#paths];
  }
}
