import { type Asked, askedIn, type Known } from "../expression/reads.ts";
import { type Contexts, isObject, type Value } from "../expression/value.ts";
import type { Plan, Planned } from "../plan/plan.ts";
import type { Assumptions, Values } from "./subject.ts";

const ofSteps = (job: Planned) =>
  job.kind === "job" ? job.steps.flatMap((step) => (step.if === undefined ? [] : [step.if])) : [];
const ofJob = (job: Planned) => (job.if === undefined ? [] : [job.if]);

/** An output of an earlier job that a condition asks for, and the values that would make a difference. */
export interface AskedOutput {
  /** the job's path */
  readonly job: string;
  readonly name: string;
  readonly values: readonly string[];
}

export const keyOf = ({ job, name }: Pick<AskedOutput, "job" | "name">): string => `${job}.${name}`;

const outputOf = ({ path: [root, job, what, name], values }: Asked, above: string): readonly AskedOutput[] =>
  root === "needs" && what === "outputs" && job !== undefined && name !== undefined
    ? [{ job: `${above}${job}`, name, values }]
    : [];

const knownIn =
  (contexts: Contexts): Known =>
  ([root = "", ...rest]) => {
    if (root !== "github") return undefined;
    const value = rest.reduce<Value | undefined>(
      (here, key) => (isObject(here) ? here[key] : undefined),
      contexts[root],
    );
    return typeof value === "string" ? value : undefined;
  };

/** In a workflow and in those it calls, by jobs and by their steps. */
export function outputsAsked(plan: Plan, contexts: Contexts, above = ""): readonly AskedOutput[] {
  const conditions = plan.jobs.flatMap((job) => [...ofJob(job), ...ofSteps(job)]);
  return [
    ...askedIn(conditions, knownIn(contexts)).flatMap((asked) => outputOf(asked, above)),
    ...plan.jobs.flatMap((job) =>
      job.kind === "call" ? outputsAsked(job.called, contexts, `${above}${job.id}/`) : [],
    ),
  ];
}

/** What else conditions of jobs ask for that nobody knows before: variables, and what only the event itself says. */
export function guessed(plan: Plan, { vars }: Pick<Assumptions, "vars">): Values {
  const asked = askedIn(plan.jobs.flatMap(ofJob)).flatMap(({ path }): [string, string][] => {
    const [root, name = ""] = path;
    if (root === "vars") return [[path.join("."), vars[name] ?? ""]];
    return root === "github" && name === "event" ? [[path.join("."), "as such an event usually has it"]] : [];
  });
  const inner = plan.jobs.flatMap((job) => (job.kind === "call" ? Object.entries(guessed(job.called, { vars })) : []));
  return Object.fromEntries([...asked, ...inner]);
}
