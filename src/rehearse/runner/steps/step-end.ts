import type { Result } from "../../../simulate/expression/status.ts";
import type { Env } from "./environment.ts";

/** How the body of a step ended, before `continue-on-error` is looked at. */
export interface StepEnd {
  readonly outcome: Exclude<Result, "skipped">;
  readonly outputs: Env;
  readonly summary: string;
  /** what to do at the end of the job */
  readonly post?: Post;
}

export interface Post {
  readonly name: string;
  readonly if: string;
  run(): Promise<StepEnd>;
}

export const failed = (summary = ""): StepEnd => ({ outcome: "failure", outputs: {}, summary });
