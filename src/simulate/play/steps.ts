import { condition, type Place } from "../expression/evaluate.ts";
import { booleanOf } from "../expression/raw.ts";
import { askedIn } from "../expression/reads.ts";
import { type Result, stepStatus } from "../expression/status.ts";
import type { Contexts, Value } from "../expression/value.ts";
import type { PlannedJob, PlannedStep } from "../plan/plan.ts";

/** How a step is taken to end, where it comes to run. */
export interface StepFate {
  readonly end: "success" | "failure" | "cancelled";
  readonly outputs: Readonly<Record<string, string>>;
}

export interface PlayedStep {
  readonly step: PlannedStep;
  readonly ran: boolean;
  readonly outcome: Result;
}

export const titleOf = (step: PlannedStep): string =>
  step.name ?? (step.kind === "uses" ? step.uses.replace(/@.*$/, "") : (step.run.trim().split("\n")[0] ?? step.id));

/** The steps of a job one after the other, as the runner goes through them. */
export function playSteps(
  job: PlannedJob,
  contexts: Contexts,
  fateOf: (step: PlannedStep) => StepFate,
): readonly PlayedStep[] {
  const results: Record<string, Value> = {};
  const played: PlayedStep[] = [];
  let status: "success" | "failure" | "cancelled" = "success";
  for (const step of job.steps) {
    const place: Place = {
      contexts: { ...contexts, steps: results, job: { status }, env: {}, runner: {}, secrets: {} },
      functions: [...stepStatus(status), { name: "hashFiles", minArgs: 1, maxArgs: 255, call: () => "" }],
    };
    const ran = condition(step.if, place);
    const { end, outputs } = ran ? fateOf(step) : ({ end: "skipped", outputs: {} } as const);
    const forgiven = end === "failure" && booleanOf(step.continueOnError, place);
    results[step.id] = { outcome: end, conclusion: forgiven ? "success" : end, outputs };
    if (end === "cancelled") status = "cancelled";
    else if (end === "failure" && !forgiven && status === "success") status = "failure";
    played.push({ step, ran, outcome: end });
  }
  return played;
}

/** A step that does not end well, and the steps that run after it in spite of that. */
export interface StepOtherwise {
  readonly step: string;
  readonly end: "fails" | "is cancelled";
  /** what it says, where that matters: each a set of outputs that leads to the same */
  readonly saying: readonly Readonly<Record<string, string>>[];
  readonly still: readonly string[];
}

/** No condition asks for so many outputs of one step that trying every combination would take long. */
const mostCombinations = 256;

/** Every combination of the values that conditions of later steps compare this step's outputs with. */
function combinations(job: PlannedJob, step: PlannedStep): readonly Readonly<Record<string, string>>[] {
  const asked = askedIn(job.steps.flatMap((one) => (one.if === undefined ? [] : [one.if]))).flatMap(
    ({ path: [root, id, what, name], values }) =>
      root === "steps" && id === step.id && what === "outputs" && name !== undefined ? [{ name, values }] : [],
  );
  return asked.reduce<readonly Readonly<Record<string, string>>[]>(
    (sets, { name, values }) =>
      sets.length * values.length > mostCombinations
        ? sets
        : sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value }))),
    [{}],
  );
}

/** The steps of a job in which all goes well, each saying what its readers hope for. */
export const stepsWell = (job: PlannedJob, contexts: Contexts): readonly PlayedStep[] =>
  playSteps(job, contexts, (step) => ({ end: "success", outputs: combinations(job, step)[0] ?? {} }));

/** Which steps run after each way of a step to end badly; ways after which nothing more runs are left out. */
export function stepsOtherwise(job: PlannedJob, contexts: Contexts): readonly StepOtherwise[] {
  const outputsOf = new Map(job.steps.map((step) => [step, combinations(job, step)]));
  return job.steps.flatMap((step, at) =>
    // one whose failure is forgiven changes nothing for those after it
    (step.continueOnError === true ? (["cancelled"] as const) : (["failure", "cancelled"] as const)).flatMap((end) => {
      const ways = new Map<string, { still: readonly string[]; saying: Readonly<Record<string, string>>[] }>();
      for (const outputs of outputsOf.get(step) ?? []) {
        const played = playSteps(job, contexts, (one) =>
          one === step ? { end, outputs } : { end: "success", outputs: outputsOf.get(one)?.[0] ?? {} },
        );
        if (played[at]?.ran !== true) continue;
        const still = played.slice(at + 1).flatMap(({ step: later, ran }) => (ran ? [titleOf(later)] : []));
        const way = ways.get(JSON.stringify(still)) ?? { still, saying: [] };
        way.saying.push(outputs);
        ways.set(JSON.stringify(still), way);
      }
      // where whatever it says leads to the same, nothing is told of what it says
      const only = ways.size === 1;
      const told = [...ways.values()].filter(({ still }) => still.length > 0);
      return told.map(({ still, saying }) => ({
        step: titleOf(step),
        end: end === "failure" ? ("fails" as const) : ("is cancelled" as const),
        saying: only ? [] : saying,
        still,
      }));
    }),
  );
}
