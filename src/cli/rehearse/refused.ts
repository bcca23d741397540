import { graphOf } from "../../rehearse/runner/plan/graph.ts";
import type { Refusal } from "../../rehearse/runner/plan/refusals.ts";
import type { Plan } from "../../simulate/plan/plan.ts";

interface Refused {
  readonly refusals: readonly Refusal[];
  readonly plan: Plan;
}

const distinct = (texts: readonly (string | undefined)[]) => [
  ...new Set(texts.filter((text): text is string => text !== undefined)),
];

/** Jobs that nothing stands against, nor against what they need; of those, the ones that no other of them needs. */
function freeJobs({ plan, refusals }: Refused): readonly string[] {
  const stopped = new Set(refusals.map(({ job }) => job.split("/")[0]));
  const needsOf = new Map(plan.jobs.map(({ id, needs }) => [id, needs]));
  const isFree = (id: string): boolean => !stopped.has(id) && (needsOf.get(id) ?? []).every(isFree);
  const free = plan.jobs.filter(({ id }) => isFree(id));
  const needed = new Set(free.flatMap(({ needs }) => needs));
  return free.map(({ id }) => id).filter((id) => !needed.has(id));
}

/** Everything that stands against a rehearsal, each thing once with the jobs it concerns, then what to add to the command. */
export function refusedText(name: string, refused: Refused): readonly string[] {
  const { refusals, plan } = refused;
  const jobsOf = new Map<string, string[]>();
  for (const { job, what } of refusals) jobsOf.set(what, [...(jobsOf.get(what) ?? []), job]);
  const skips = distinct(refusals.map(({ skip }) => skip));
  const maps = distinct(refusals.map(({ map }) => map));
  const fixed = refusals.filter(({ skip, map }) => skip === undefined && map === undefined);
  const jobs = freeJobs({ plan, refusals: fixed });
  const flags = [
    ...skips.map((skip) => `--skip ${skip}`),
    ...maps.map((map) => `--map ${map}=FOLDER`),
    ...(fixed.length > 0 ? jobs.map((job) => `--job ${job}`) : []),
  ];
  const all = graphOf(plan).length;
  return [
    `${name}: not all of it can be rehearsed, so nothing was run`,
    ...[...jobsOf].map(([what, ids]) => `  ${who(ids, all)} ${what}`),
    ...(skips.length > 0 ? ["--skip leaves an action out, its outputs are empty"] : []),
    ...(maps.length > 0 ? ["--map names the folder of another repository's clone"] : []),
    ...(fixed.length > 0 && jobs.length > 0 ? ["--job runs the jobs that can be run"] : []),
    flags.length > 0 && (fixed.length === 0 || jobs.length > 0)
      ? `the rest of it can be: add ${flags.join(" ")}`
      : "no job of it can be rehearsed without that",
  ];
}

function who(ids: readonly string[], all: number): string {
  if (ids.length === 1) return `the job ${ids[0]}`;
  return ids.length === all ? `each of its ${all} jobs` : `each of the jobs ${ids.join(", ")}`;
}
