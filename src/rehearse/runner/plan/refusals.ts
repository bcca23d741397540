import { everyJob, isWork, type ResolvedJob, type RunnerJob } from "../../../read/index.ts";

/** What a workflow asks for that is not run here; named before anything starts. */
export interface Refusal {
  readonly job: string;
  readonly what: string;
}

/** A problem matcher is registered by a command that a step prints; here it would be lost without a word. */
export const addsMatcher = /::add-matcher::|##\[add-matcher\]/i;

function ofJob(job: RunnerJob): string[] {
  const steps = job.steps ?? [];
  return [
    ...(job.container ? ["runs in a container"] : []),
    ...(job.services && (job.services.expression || job.services.items.length > 0) ? ["has service containers"] : []),
    ...(job.snapshot ? ["makes a runner image (snapshot)"] : []),
    ...steps.filter((step) => !isWork(step)).map((step) => `has a "${step.kind}" step`),
    ...steps.flatMap((step) => {
      if (!isWork(step)) return [];
      return [
        ...(step.background?.value === true ? ["has a background step"] : []),
        ...(step.kind === "uses" && step.uses.value.startsWith("docker://")
          ? [`uses ${step.uses.value}, a Docker action`]
          : []),
        ...(step.kind === "run" && addsMatcher.test(step.run.text) ? ["registers a problem matcher"] : []),
      ];
    }),
  ];
}

export const refusalsOf = (jobs: readonly ResolvedJob[]): readonly Refusal[] =>
  everyJob(jobs).flatMap((resolved) => {
    const job = resolved.job.id.value;
    if (resolved.kind === "job") return ofJob(resolved.job).map((what) => ({ job, what }));
    if (resolved.called !== undefined) return [];
    const repository = /^([^/@]+\/[^/@]+)\/\.github\/workflows\//.exec(resolved.job.uses.value)?.[1];
    const hint = repository
      ? `: give its repository's folder with --map ${repository}=FOLDER`
      : ", which cannot be read";
    return [{ job, what: `calls ${resolved.job.uses.value}${hint}` }];
  });
