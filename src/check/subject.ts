import type { Problem, ResolvedJob, Workflow } from "../read/index.ts";
import type { ExpressionIssue } from "./expressions.ts";
import type { Place } from "./places.ts";
import type { Project } from "./project.ts";

/** Everything a rule may look at; it is worked out once for all rules. */
export interface Subject {
  readonly workflow: Workflow;
  readonly problems: readonly Problem[];
  readonly jobs: readonly ResolvedJob[];
  readonly project: Project;
  /** Every value of the file that may hold expressions, with what is known where it stands. */
  readonly places: readonly Place[];
  /** What is wrong with the types in all of them. */
  readonly issues: readonly ExpressionIssue[];
}

export * from "../read/index.ts";
export type { Project } from "./project.ts";
