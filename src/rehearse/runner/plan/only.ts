import type { Plan, Planned } from "../../../simulate/plan/plan.ts";

type Problem = { readonly problem: string };

/** These jobs and all that they need, directly or not; `call/inner` runs `inner` alone of what `call` calls. */
export function onlyJobs(plan: Plan, wanted: readonly string[]): Plan | Problem {
  const inner = new Map<string, string[]>();
  for (const path of wanted) {
    const [first = "", ...rest] = path.split("/");
    inner.set(first, [...(inner.get(first) ?? []), rest.join("/")]);
  }
  for (const id of inner.keys())
    if (!plan.jobs.some((job) => job.id === id))
      return { problem: `there is no job ${id}; the jobs are ${plan.jobs.map((job) => job.id).join(", ")}` };
  const kept = new Set<string>();
  const keep = (id: string) => {
    if (kept.has(id)) return;
    kept.add(id);
    for (const need of plan.jobs.find((other) => other.id === id)?.needs ?? []) keep(need);
  };
  for (const id of inner.keys()) keep(id);
  const jobs: Planned[] = [];
  for (const job of plan.jobs.filter(({ id }) => kept.has(id))) {
    const paths = inner.get(job.id) ?? [""];
    // the whole of it, where nothing of it is named alone
    if (paths.includes("")) jobs.push(job);
    else if (job.kind === "call") {
      const called = onlyJobs(job.called, paths);
      if ("problem" in called) return called;
      jobs.push({ ...job, called });
    } else return { problem: `${job.id} calls no workflow, so it has no job ${paths.join(", ")}` };
  }
  return { ...plan, jobs };
}
