/** What the workflows run of others: by themselves, and through the composite actions of this repository. */
import { posix } from "node:path";
import { readAction, type Step, source, type Workflow, workSteps } from "../../read/index.ts";

export interface Uses {
  /** actions and workflows of others: `docker/login-action@SHA` */
  readonly foreign: readonly string[];
  /** actions of this repository that are not there to be read: what they use in turn is not known */
  readonly unread: readonly string[];
}

type Read = (path: string) => string | undefined;

const usesOfSteps = (steps: readonly Step[]): readonly string[] =>
  workSteps(steps).flatMap((step) => (step.kind === "uses" ? [step.uses.value] : []));

/** `./.github/actions/setup/` → `.github/actions/setup`; nothing where it leads out of the repository. */
function folderOf(uses: string): string | undefined {
  const path = posix.normalize(uses.replace(/^[.$]\/+/, "")).replace(/\/$/, "");
  return path.startsWith("..") ? undefined : path;
}

function actionIn(folder: string, read: Read) {
  for (const name of ["action.yml", "action.yaml"]) {
    const path = posix.join(folder, name);
    const text = read(path);
    if (text !== undefined) return readAction(source(path, text)).action;
  }
  return undefined;
}

/** Of a composite action what its steps use, however deep; each folder is read once. */
function through(uses: readonly string[], read: Read, seen: Set<string>): Uses {
  const all = uses.map((one): Uses => {
    if (one.startsWith("docker:")) return { foreign: [], unread: [] };
    if (!/^[.$]\//.test(one)) return { foreign: [one], unread: [] };
    const folder = folderOf(one);
    if (folder !== undefined && seen.has(folder)) return { foreign: [], unread: [] };
    const action = folder === undefined ? undefined : actionIn(folder, read);
    if (folder === undefined || action === undefined) return { foreign: [], unread: [one] };
    seen.add(folder);
    return action.runs.kind === "composite"
      ? through(usesOfSteps(action.runs.steps), read, seen)
      : { foreign: [], unread: [] };
  });
  return { foreign: all.flatMap(({ foreign }) => foreign), unread: all.flatMap(({ unread }) => unread) };
}

const distinct = (names: readonly string[]) => [...new Set(names)].sort();

/** A workflow of this repository that another calls is among `workflows` itself. */
export function usesIn(workflows: readonly Workflow[], read: Read): Uses {
  const jobs = workflows.flatMap((workflow) => workflow.jobs);
  const calls = jobs.flatMap((job) => (job.kind === "call" && !/^[.$]\//.test(job.uses.value) ? [job.uses.value] : []));
  const steps = jobs.flatMap((job) => (job.kind === "job" ? usesOfSteps(job.steps ?? []) : []));
  const { foreign, unread } = through([...calls, ...steps], read, new Set());
  return { foreign: distinct(foreign), unread: distinct(unread) };
}
