import type { Rule } from "../finding.ts";
import type { Job } from "../subject.ts";

/** The longest way to a job from one that needs nothing; a circle, which another rule names, ends where it closes. */
function chainTo(job: Job, jobs: ReadonlyMap<string, Job>, known: Map<Job, readonly Job[]>): readonly Job[] {
  const before = known.get(job);
  if (before !== undefined) return before;
  known.set(job, [job]);
  const ways = job.needs.flatMap((need) => {
    const needed = jobs.get(need.value.toLowerCase());
    return needed === undefined ? [] : [chainTo(needed, jobs, known)];
  });
  const longest = ways.reduce<readonly Job[]>((a, b) => (b.length > a.length ? b : a), []);
  const chain = [...longest, job];
  known.set(job, chain);
  return chain;
}

export const longestChain: Rule = {
  code: "longest-chain",
  severity: "error",
  summary:
    "No more jobs wait for one another than the configuration allows: each costs the time to find and start a runner.",
  *check({ workflow, project }) {
    const { longestChain: most } = project;
    if (most === undefined) return;
    const jobs = new Map(workflow.jobs.map((job) => [job.id.value.toLowerCase(), job]));
    const known = new Map<Job, readonly Job[]>();
    const chains = workflow.jobs.map((job) => chainTo(job, jobs, known));
    const chain = chains.reduce<readonly Job[]>((a, b) => (b.length > a.length ? b : a), []);
    const last = chain.at(-1);
    if (last !== undefined && chain.length > most)
      yield {
        at: last.id.at,
        message: `jobs wait for one another in a chain of ${chain.length} (${chain.map(({ id }) => id.value).join(" → ")}); tidegate.config.ts allows ${most}`,
      };
  },
};
