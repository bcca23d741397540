import type { Result } from "../../../simulate/expression/status.ts";
import type { Raw } from "../../../simulate/plan/plan.ts";
import type { Env } from "./environment.ts";
import type { StepScope } from "./step-scope.ts";

/** How the body of a step ended, before `continue-on-error` is looked at. */
export interface StepEnd {
  readonly outcome: Exclude<Result, "skipped">;
  readonly outputs: Env;
  readonly summary: string;
  /** what an action was told to work on, where it has an input of that name */
  readonly environment?: string;
}

/** What an action does at the end of the job. */
export interface Post {
  /** the step's path: `setup`, `composed/setup` */
  readonly id: string;
  readonly name: string;
  readonly if: Raw;
  readonly scope: StepScope;
  run(): Promise<StepEnd>;
}

export const failed = (summary = ""): StepEnd => ({ outcome: "failure", outputs: {}, summary });
