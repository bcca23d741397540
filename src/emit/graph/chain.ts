import { type AnyJob, model } from "../../workflow/job-model.ts";
import { isRemote } from "../callees.ts";
import type { RenderedWorkflow } from "../workflow.ts";
import { secondsOf } from "./seconds.ts";

/** Jobs that wait for one another: nothing makes the run shorter that does not make this shorter. */
export interface Chain {
  readonly jobs: readonly string[];
  /** an estimate, without the time that people take to approve */
  readonly seconds: number;
}

const nothing: Chain = { jobs: [], seconds: 0 };
const after = (a: Chain, b: Chain): Chain => ({ jobs: [...a.jobs, ...b.jobs], seconds: a.seconds + b.seconds });
const later = (a: Chain, b: Chain) => (b.seconds > a.seconds ? b : a);
const longer = (a: Chain, b: Chain) =>
  b.jobs.length === a.jobs.length ? later(a, b) : b.jobs.length > a.jobs.length ? b : a;

/** What a workflow that is called counts for; one of another repository for one job, for nobody here can look inside. */
export type ChainOf = (job: AnyJob) => Chain | undefined;

function own(job: AnyJob, called: ChainOf): Chain {
  const made = job[model];
  if (made.kind === "steps") return { jobs: [job.id], seconds: secondsOf(made.steps) };
  const inside = isRemote(made.callee) ? undefined : called(job);
  return inside === undefined || inside.jobs.length === 0
    ? { jobs: [job.id], seconds: secondsOf([]) }
    : insideOf(job.id, inside);
}

/** A job, what it needs, and what it counts for itself. */
export interface ChainJob {
  readonly id: string;
  readonly needs: readonly string[];
  readonly own: () => Chain;
}

/** The most jobs in a row, and of several the slowest. A circle ends where it closes: generation has refused it already. */
export function longestOf(jobs: readonly ChainJob[]): Chain {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const known = new Map<string, Chain>();
  const upTo = (id: string): Chain => {
    const before = known.get(id);
    if (before) return before;
    known.set(id, nothing);
    const job = byId.get(id);
    const chain = job ? after(job.needs.map(upTo).reduce(longer, nothing), job.own()) : nothing;
    known.set(id, chain);
    return chain;
  };
  return jobs.map(({ id }) => upTo(id)).reduce(longer, nothing);
}

export const longestChain = ({ jobs }: RenderedWorkflow, called: ChainOf): Chain =>
  longestOf(jobs.map(({ job, needs }) => ({ id: job.id, needs, own: () => own(job, called) })));

/** A job that calls a workflow stands for that one's jobs in a row. */
export const insideOf = (id: string, inside: Chain): Chain => ({
  jobs: inside.jobs.map((inner) => `${id}/${inner}`),
  seconds: inside.seconds,
});

const time = (seconds: number) =>
  seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${seconds % 60 === 0 ? "" : `${seconds % 60} s`}`.trim();

/** `4 jobs in a row, by rule of thumb 4 min 30 s: image-web → staging → production → announce` */
export const chainLine = ({ jobs, seconds }: Chain): string =>
  `${jobs.length} ${jobs.length === 1 ? "job" : "jobs"} in a row, by rule of thumb ${time(seconds)}: ${jobs.join(" → ")}`;
