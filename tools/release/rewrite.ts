/** What `$/` stands for, written out, for servers that do not know it: see docs/adr/0156. */
import { type Job, readWorkflow, type Source, source, type Workflow, workSteps } from "../../src/read/index.ts";

/** The release whose actions are named. */
export interface Released {
  /** `tidegate/tidegate` */
  readonly repository: string;
  readonly commit: string;
  /** `v1.2.3` */
  readonly version: string;
}

interface Use {
  readonly kind: Job["kind"];
  /** below the repository's root: `actions/audit` */
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const self = /^\$\/+(.+)$/;

/** From the last to the first, so that a replacement moves none of those that are left. */
function usesIn({ jobs }: Workflow): readonly Use[] {
  const found = jobs.flatMap((job) => {
    const all =
      job.kind === "call"
        ? [job.uses]
        : workSteps(job.steps ?? []).flatMap((step) => (step.kind === "uses" ? [step.uses] : []));
    return all.flatMap(({ value, at }) => {
      const path = self.exec(value)?.[1];
      return path === undefined ? [] : [{ kind: job.kind, path, start: at.start, end: at.end }];
    });
  });
  // what an alias repeats stands in the text once
  const once = new Map(found.map((use) => [use.start, use]));
  return [...once.values()].toSorted((one, other) => other.start - one.start);
}

/** A comment may follow only where nothing else of YAML does. */
const lineEnds = (text: string, at: number) => /^[ \t]*(?:#.*)?(?:\r?\n|$)/.test(text.slice(at));

/** An action by its repository and commit. A workflow by `./`: on every server that is the caller's own repository and commit. */
function written({ text }: Source, use: Use, { repository, commit, version }: Released): string {
  const old = text.slice(use.start, use.end);
  const to = use.kind === "call" ? `./${use.path}` : `${repository}/${use.path}@${commit}`;
  const comment = use.kind === "job" && lineEnds(text, use.end) ? ` # ${version}` : "";
  return old.replace(/\$\/[^'"]+/, () => to) + comment;
}

export interface Rewritten {
  readonly text: string;
  /** the folders of the actions that are named by the commit now */
  readonly actions: readonly string[];
}

/** A workflow that others call; undefined where it is none, or names nothing by `$/`. */
export function rewritten(path: string, text: string, released: Released): Rewritten | undefined {
  const from = source(path, text);
  const { workflow, problems } = readWorkflow(from);
  if (workflow === undefined || problems.length > 0)
    throw new Error(`${path} cannot be read as a workflow: ${problems.map(({ message }) => message).join("; ")}`);
  if (!workflow.on.some(({ event }) => event.value === "workflow_call")) return undefined;
  const uses = usesIn(workflow);
  if (uses.length === 0) return undefined;
  return {
    text: uses.reduce((now, use) => now.slice(0, use.start) + written(from, use, released) + now.slice(use.end), text),
    actions: [...new Set(uses.flatMap(({ kind, path: folder }) => (kind === "job" ? [folder] : [])))].sort(),
  };
}
