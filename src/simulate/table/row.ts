import type { Grant, ResolvedJob } from "../../read/index.ts";
import type { Occasion } from "../event/occasion.ts";
import type { Planned } from "../plan/plan.ts";
import type { PlayedJob } from "../play/played.ts";
import { type StepOtherwise, stepsOtherwise, stepsWell, titleOf } from "../play/steps.ts";
import { type SecretUse, secretsOf } from "../rights/secrets.ts";
import { tokenOf } from "../rights/token.ts";
import type { Assumptions, Subject } from "./subject.ts";

/** One line of the table: a job of a run in which all goes well. */
export interface Row {
  readonly path: string;
  /** how many jobs in a row there are up to it, itself counted */
  readonly wave: number;
  readonly runs: boolean;
  /** why it does not run */
  readonly why?: string;
  /** of a matrix, how many times it runs */
  readonly legs: number;
  /** outputs that its matrix is made of and that nobody said: how often it runs is not known */
  readonly unknownMatrix: readonly string[];
  /** the workflow that it calls; the jobs of that one follow */
  readonly calls?: string;
  readonly environments: readonly string[];
  readonly token: Grant;
  /** nothing is written of what its token may do */
  readonly unwritten: boolean;
  readonly secrets: readonly SecretUse[];
  readonly steps: Steps;
  readonly job: Planned;
}

interface Steps {
  /** by their names, in order */
  readonly run: readonly string[];
  /** left out while all goes well: they wait for a failure, or for something that was not said */
  readonly wait: readonly string[];
  readonly otherwise: readonly StepOtherwise[];
}

/** The calls that lead to a job, and the job itself. */
function wayTo(jobs: readonly ResolvedJob[], [first, ...rest]: readonly string[]): readonly ResolvedJob[] {
  const found = jobs.find(({ job }) => job.id.value === first);
  if (!found) return [];
  return rest.length === 0 ? [found] : [found, ...wayTo(found.kind === "call" ? found.jobs : [], rest)];
}

function stepsOf({ job, ran, contexts }: PlayedJob): Steps {
  if (job.kind === "call" || !ran) return { run: [], wait: [], otherwise: [] };
  const played = stepsWell(job, contexts);
  const titles = (wanted: boolean) => played.filter((one) => one.ran === wanted).map(({ step }) => titleOf(step));
  return { run: titles(true), wait: titles(false), otherwise: stepsOtherwise(job, contexts) };
}

export function rowOf(subject: Subject, occasion: Occasion, { policy }: Assumptions, played: PlayedJob): Row {
  const { path, job, ran, why, wave, legs, unknown } = played;
  const way = wayTo(subject.jobs, path.split("/"));
  const resolved = way.at(-1);
  const environments = [...new Set(legs.flatMap(({ environment }) => environment ?? []))];
  return {
    path,
    wave,
    runs: ran,
    ...(ran ? {} : { why: why ?? "it is not reached" }),
    legs: legs.length,
    unknownMatrix: unknown,
    ...(resolved?.kind === "call" ? { calls: resolved.job.uses.value } : {}),
    environments,
    token: tokenOf(job.grant, occasion, policy),
    unwritten: job.grant === undefined,
    secrets: resolved === undefined ? [] : secretsOf(resolved, way.slice(0, -1), environments, occasion),
    steps: stepsOf(played),
    job,
  };
}
