import type { Place } from "../workflow/place.ts";

/** What is wrong with a workflow, found when its YAML is made: named together, each at its line of the TypeScript. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly place: Place;
}

/** Each code with what it is about; `docs/generation-errors.md` shows the list. */
export const problemCodes = {
  expression: "GitHub's parser rejects an expression",
  context: "an expression reads what GitHub does not give at its place",
  needs: "a job that is needed is not in the workflow, or the needs go round in a circle",
  output: "an output is read that nobody gives",
  "step-order": "a step is read before it has run, or from another job",
  matrix: "a matrix is read, or written, that GitHub would not understand",
  trigger: "an event, an input or a secret is read that the triggers do not give",
  duplicate: "two things have one name",
  empty: "a workflow without jobs, or a job without steps",
  id: "a name that GitHub does not accept",
  script: "a value cannot be put into code safely",
  permission: "a step needs more of the token than its job may have, or nobody has said what it needs",
  call: "a reusable workflow is called in a way GitHub rejects",
  "local-uses": "`./` in a workflow that others call runs the caller's code",
  limit: "one of GitHub's limits is exceeded",
  schedule: "a cron line that is none",
  input: "an input that the action does not have, or one it needs is missing",
  untyped: "a key under `untyped` has a typed place",
  background: "background steps are used in a way GitHub rejects",
  file: "two sources write one file, or a file's name is none",
} as const;
export type ProblemCode = keyof typeof problemCodes;

export const problem = (code: ProblemCode, message: string, place: Place): Problem => ({ code, message, place });
