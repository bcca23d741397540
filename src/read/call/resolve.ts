import type { Problem, Reading } from "../problem.ts";
import { report } from "../problem.ts";
import type { Source } from "../source.ts";
import type { CallJob, RunnerJob, Workflow } from "../workflow/model.ts";
import { type Grant, grantOf } from "../workflow/permissions.ts";
import { readWorkflow } from "../workflow/read.ts";
import type { Limits } from "../yaml/parse.ts";
import { checkArguments } from "./arguments.ts";
import { checkGrant } from "./grant.ts";

/** Gives the text of a called workflow, or nothing when it is not at hand: then the call stays unresolved. */
export type LoadWorkflow = (uses: string, from: Source) => Source | undefined;

export interface ResolveOptions {
  readonly load: LoadWorkflow;
  /** Levels of calls below the workflow itself; github.com allows 10 levels in all. */
  readonly depth?: number;
  /** Called files in all, each counted once; github.com takes 50. */
  readonly files?: number;
  /** What the token may do when no `permissions` are written. Unknown: then only written ones are compared. */
  readonly policy?: Grant | undefined;
  readonly limits?: Limits | undefined;
}

/** A job with what its token may do; a call with the jobs it stands for. */
export type ResolvedJob = ResolvedRun | ResolvedCall;

export interface ResolvedRun {
  readonly kind: "job";
  readonly job: RunnerJob;
  readonly workflow: Workflow;
  /** Absent: nothing was written, the repository's default applies. */
  readonly grant: Grant | undefined;
}

export interface ResolvedCall {
  readonly kind: "call";
  readonly job: CallJob;
  readonly workflow: Workflow;
  readonly grant: Grant | undefined;
  /** Absent when the called file could not be loaded or read. */
  readonly called?: Workflow | undefined;
  readonly jobs: readonly ResolvedJob[];
}

export interface Resolved {
  readonly jobs: readonly ResolvedJob[];
  readonly problems: readonly Problem[];
}

export const githubDepth = 9;
export const githubFiles = 50;

/** Follows every call and checks that what is passed, and what is granted, is what the called workflow asks for. */
export function resolveCalls(workflow: Workflow, options: ResolveOptions): Resolved {
  const problems: Problem[] = [];
  const jobs = resolveJobs(workflow, undefined, {
    options,
    problems,
    level: 0,
    stack: [workflow.source.file],
    files: new Set(),
  });
  return { jobs, problems };
}

interface Walk {
  readonly options: ResolveOptions;
  readonly problems: Problem[];
  readonly level: number;
  readonly stack: readonly string[];
  readonly files: Set<string>;
}

function resolveJobs(workflow: Workflow, inherited: Grant | undefined, walk: Walk): readonly ResolvedJob[] {
  const ofWorkflow = workflow.permissions === undefined ? inherited : grantOf(workflow.permissions);
  return workflow.jobs.map((job) => {
    const grant = job.permissions === undefined ? ofWorkflow : grantOf(job.permissions);
    return job.kind === "job" ? { kind: "job", job, workflow, grant } : resolveCall(workflow, job, grant, walk);
  });
}

function resolveCall(workflow: Workflow, job: CallJob, grant: Grant | undefined, walk: Walk): ResolvedCall {
  const { options, problems, level, stack } = walk;
  const reading: Reading = { source: workflow.source, problems };
  const unresolved: ResolvedCall = { kind: "call", job, workflow, grant, jobs: [] };
  const source = options.load(job.uses.value, workflow.source);
  if (source === undefined) return unresolved;
  const most = options.depth ?? githubDepth;
  if (level >= most) {
    report(reading, "call", job.uses.at, `workflows call each other deeper than ${most} levels`);
    return unresolved;
  }
  if (stack.includes(source.file)) {
    report(reading, "call", job.uses.at, `"${source.file}" calls itself in the end, so the calls would never stop`);
    return unresolved;
  }
  walk.files.add(source.file);
  const mostFiles = options.files ?? githubFiles;
  if (walk.files.size > mostFiles) {
    report(reading, "call", job.uses.at, `more than ${mostFiles} workflows are called in all`);
    return unresolved;
  }
  const read = readWorkflow(source, options.limits);
  problems.push(...read.problems);
  if (read.workflow === undefined) return unresolved;
  const called = read.workflow;
  checkArguments(reading, job, called);
  const allowed = grant ?? options.policy;
  if (allowed !== undefined) checkGrant(reading, job, called, allowed);
  const narrowed = called.permissions === undefined ? grant : grantOf(called.permissions);
  const jobs = resolveJobs(called, grant, { ...walk, level: level + 1, stack: [...stack, source.file] });
  return { ...unresolved, grant: narrowed, called, jobs };
}

export function everyJob(jobs: readonly ResolvedJob[]): readonly ResolvedJob[] {
  return jobs.flatMap((job) => (job.kind === "call" ? [job, ...everyJob(job.jobs)] : [job]));
}
