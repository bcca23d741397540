/**
 * What an expression may use at each place of a workflow, as GitHub's schema has it (workflow-v1.0.json, `context` of each
 * definition; a child inherits its parent's) and docs.github.com "contexts: context availability".
 */
export interface Position {
  readonly contexts: readonly string[];
  readonly functions: Readonly<Record<string, Arity>>;
}

interface Arity {
  readonly least: number;
  readonly most: number;
}

const everywhere = ["github", "inputs", "vars"] as const;
const needs = [...everywhere, "needs"] as const;
const matrix = [...needs, "strategy", "matrix"] as const;
const running = [...matrix, "steps", "job", "runner", "env"] as const;
const step = [...running, "secrets"] as const;

const none: Arity = { least: 0, most: 0 };
const any: Arity = { least: 0, most: Number.MAX_SAFE_INTEGER };
const hashFiles = { hashFiles: { least: 1, most: 255 } } as const;
const stepStatus = { always: none, cancelled: none, success: none, failure: none, ...hashFiles } as const;
const jobStatus = { always: none, cancelled: none, success: any, failure: any } as const;

const here = (contexts: readonly string[], functions: Position["functions"] = {}): Position => ({
  contexts,
  functions,
});

export const positions = {
  nowhere: here([]),
  "run-name": here(everywhere),
  "on.workflow_call.inputs.<id>.default": here(everywhere),
  "on.workflow_call.outputs.<id>.value": here([...everywhere, "jobs"]),
  env: here([...everywhere, "secrets"]),
  concurrency: here(everywhere),
  "jobs.<id>.if": here(needs, jobStatus),
  "jobs.<id>.strategy": here(needs),
  "jobs.<id>.snapshot.if": here(matrix),
  "jobs.<id>": here(matrix),
  "jobs.<id>.environment.url": here(running),
  "jobs.<id>.env": here([...matrix, "secrets"]),
  "jobs.<id>.defaults.run": here([...matrix, "env"]),
  "jobs.<id>.container": here(matrix),
  "jobs.<id>.container.credentials": here([...matrix, "secrets", "env"]),
  "jobs.<id>.container.env": here(step),
  "jobs.<id>.outputs": here(step),
  "jobs.<id>.with": here(matrix),
  "jobs.<id>.secrets": here([...matrix, "secrets"]),
  "jobs.<id>.steps.if": here(running, stepStatus),
  "jobs.<id>.steps": here(step, hashFiles),
  // action.yml (action-v1.0.json): no secrets, vars or needs inside a composite action
  "inputs.<id>.default": here(["github", "strategy", "matrix", "job", "runner"], hashFiles),
  "outputs.<id>.value": here(["github", "strategy", "matrix", "steps", "inputs", "job", "runner", "env"]),
  "runs.steps.if": here(["github", "inputs", "strategy", "matrix", "steps", "job", "runner", "env"], stepStatus),
  "runs.steps": here(["github", "inputs", "strategy", "matrix", "steps", "job", "runner", "env"], hashFiles),
  "runs.args": here(["inputs"]),
  "runs.if": here(["runner", "github", "job", "strategy", "matrix", "env", "inputs"], stepStatus),
} as const satisfies Record<string, Position>;

export type PositionName = keyof typeof positions;

/** Every name that is a context somewhere; anything else is a typing mistake wherever it stands. */
export const contextNames: readonly string[] = [...new Set([...step, "jobs"])];
/** The functions that exist only at some places, with the widest number of arguments any of them takes. */
export const placedFunctions = { ...jobStatus, ...hashFiles } as const;
