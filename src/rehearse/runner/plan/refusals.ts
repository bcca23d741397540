import { isWork, type ResolvedJob, type RunnerJob } from "../../../read/index.ts";

/** What a workflow asks for that is not run here; named before anything starts. */
export interface Refusal {
  /** its path: `call/inner` is the job `inner` of the workflow that `call` calls */
  readonly job: string;
  readonly what: string;
  /** what to give, so that it runs after all, or runs without */
  readonly skip?: string;
  readonly map?: string;
}

/** A problem matcher is registered by a command that a step prints; here it would be lost without a word. */
export const addsMatcher = /::add-matcher::|##\[add-matcher\]/i;

const named = (items: readonly { readonly id: { readonly value: string } }[]) =>
  items.map(({ id }) => id.value).join(", ");

function ofJob({ container, services, snapshot, steps = [] }: RunnerJob): string[] {
  return [
    ...(container ? ["runs in a container"] : []),
    ...(services?.expression ? ["has service containers"] : []),
    ...(services && services.items.length > 0 ? [`has service containers: ${named(services.items)}`] : []),
    ...(snapshot ? ["makes a runner image (snapshot)"] : []),
    ...steps.flatMap((step) => {
      if (!isWork(step)) return [`has a "${step.kind}" step`];
      return [
        ...(step.background?.value === true ? ["has a background step"] : []),
        ...(step.kind === "run" && addsMatcher.test(step.run.text) ? ["registers a problem matcher"] : []),
      ];
    }),
  ];
}

/** What a job is, and what it calls; the actions it uses are looked for apart. */
export const refusalsOf = (jobs: readonly ResolvedJob[], above = ""): readonly Refusal[] =>
  jobs.flatMap((resolved): readonly Refusal[] => {
    const job = `${above}${resolved.job.id.value}`;
    if (resolved.kind === "job") return [...new Set(ofJob(resolved.job))].map((what) => ({ job, what }));
    if (resolved.called !== undefined) return refusalsOf(resolved.jobs, `${job}/`);
    const uses = resolved.job.uses.value;
    const map = /^([^/@]+\/[^/@]+)\/\.github\/workflows\//.exec(uses)?.[1];
    return [
      map === undefined ? { job, what: `calls ${uses}, which cannot be read` } : { job, what: `calls ${uses}`, map },
    ];
  });
