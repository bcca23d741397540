import type { Plan } from "../../../simulate/plan/plan.ts";

/** A job and all that it needs, directly or not; `call/inner` runs `inner` alone of what `call` calls. */
export function onlyJob(plan: Plan, wanted: string): Plan | { readonly problem: string } {
  const [first = "", ...rest] = wanted.split("/");
  const job = plan.jobs.find(({ id }) => id === first);
  if (!job) return { problem: `there is no job ${first}; the jobs are ${plan.jobs.map(({ id }) => id).join(", ")}` };
  const kept = new Set<string>();
  const keep = (id: string) => {
    if (kept.has(id)) return;
    kept.add(id);
    for (const need of plan.jobs.find((other) => other.id === id)?.needs ?? []) keep(need);
  };
  keep(first);
  const jobs = plan.jobs.filter(({ id }) => kept.has(id));
  if (rest.length === 0) return { ...plan, jobs };
  if (job.kind !== "call") return { problem: `${first} calls no workflow, so it has no job ${rest.join("/")}` };
  const called = onlyJob(job.called, rest.join("/"));
  return "problem" in called
    ? called
    : { ...plan, jobs: jobs.map((each) => (each === job ? { ...job, called } : each)) };
}
