import {
  type Action,
  type CallJob,
  interfaceOf,
  type LoadWorkflow,
  readAction,
  readWorkflow,
  type Source,
  source,
  type Workflow,
} from "../read/index.ts";
import { type KnownAction, knownAction } from "./facts/actions.ts";

/** Gives a file of the repository by its path from the root, or nothing. */
export type ReadFile = (path: string) => string | undefined;

/** The repository around the workflow, as far as it is at hand. */
export interface Project {
  /** What is known of an action: its manifest when it is in this repository, the table of public ones otherwise. */
  readonly action: (uses: string) => KnownAction | undefined;
  readonly actionOutputs: (uses: string) => readonly string[] | undefined;
  readonly callOutputs: (job: CallJob, from: Workflow) => readonly string[] | undefined;
  readonly load: LoadWorkflow;
  /** The text of `.github/workflows/actions.lock`. */
  readonly lock: Source | undefined;
  /** How many jobs may wait for one another, where the repository has said so. */
  readonly longestChain: number | undefined;
}

export const lockPath = ".github/workflows/actions.lock";

export function project(readFile: ReadFile, { longestChain }: Pick<Partial<Project>, "longestChain"> = {}): Project {
  const actions = new Map<string, KnownAction | undefined>();
  const action = (uses: string) => {
    if (!actions.has(uses)) actions.set(uses, localAction(uses, readFile) ?? knownAction(uses));
    return actions.get(uses);
  };
  const load: LoadWorkflow = (uses) => {
    const path = localPath(uses);
    const text = path === undefined ? undefined : readFile(path);
    return path === undefined || text === undefined ? undefined : source(path, text);
  };
  const lock = readFile(lockPath);
  return {
    action,
    actionOutputs: (uses) => (action(uses)?.open === true ? undefined : action(uses)?.outputs),
    callOutputs: (job, from) => {
      const found = load(job.uses.value, from.source);
      const called = found && readWorkflow(found).workflow;
      return called && interfaceOf(called)?.outputs.map(({ id }) => id.value);
    },
    load,
    lock: lock === undefined ? undefined : source(lockPath, lock),
    longestChain,
  };
}

/** `./a` and `$/a` → `a`; anything else is not in this repository. */
export function localPath(uses: string): string | undefined {
  const found = /^(?:\.\/|\$\/+)(.*)$/.exec(uses);
  return found?.[1];
}

function localAction(uses: string, readFile: ReadFile): KnownAction | undefined {
  const path = localPath(uses);
  if (path === undefined) return undefined;
  const folder = path.replace(/\/$/, "");
  for (const name of ["action.yml", "action.yaml"]) {
    const file = folder === "" ? name : `${folder}/${name}`;
    const text = readFile(file);
    const read = text === undefined ? undefined : readAction(source(file, text)).action;
    if (read !== undefined) return describeAction(read);
  }
  return undefined;
}

function describeAction(action: Action): KnownAction {
  return {
    inputs: Object.fromEntries(
      action.inputs.map((input) => [
        input.id.value,
        {
          required: input.required && input.default === undefined,
          ...(input.deprecation === undefined ? {} : { deprecated: input.deprecation }),
        },
      ]),
    ),
    outputs: action.outputs.map(({ id }) => id.value),
  };
}
