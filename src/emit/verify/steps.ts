import type { StepModel } from "../../workflow/step.ts";
import type { RenderedJob } from "../job.ts";
import { type Problem, problem } from "../problem.ts";
import type { Site } from "../sites.ts";
import { flat, stepProblems } from "../step.ts";
import { type Facts, modelOf, type Rule, where } from "./facts.ts";

/** Where in its job a site stands: after so many steps. Outputs and the like are read at the end. */
const positionOf = (site: Site): number => (site.path[0] === "steps" ? Number(site.path[1]) : Number.POSITIVE_INFINITY);

const namesSteps = (steps: readonly StepModel[]) => steps.map((step) => step.id).join(", ");

function readProblem(steps: readonly StepModel[], at: number, id: string, path: readonly string[]): string | undefined {
  const index = steps.findIndex((step) => flat([step]).some((s) => s.id === id));
  if (index < 0)
    return `step ${id} is not in this job${steps.length > 0 ? ` (there are ${namesSteps(steps)})` : ""}: return its output from its own job`;
  if (index === at && steps[at]?.what.kind !== "parallel") return `step ${id} reads itself`;
  if (index >= at) return `step ${id} has not run yet`;
  const step = flat(steps).find((s) => s.id === id);
  if (
    step?.background &&
    path[2] !== undefined &&
    !waitedFor(steps.slice(index + 1, at === Number.POSITIVE_INFINITY ? undefined : at), id)
  )
    return at === Number.POSITIVE_INFINITY
      ? undefined
      : `step ${id} runs in the background: wait for it before its ${path[2]} is read`;
  return undefined;
}

const waitedFor = (between: readonly StepModel[], id: string): boolean =>
  between.some(
    ({ what }) =>
      what.kind === "wait-all" ||
      (what.kind === "wait" && what.targets.includes(id)) ||
      (what.kind === "cancel" && what.target === id),
  );

/** What a site reads of steps that have not run, or are somewhere else; each in one sentence. */
export const misreadSteps = (site: Site, steps: readonly StepModel[]): readonly string[] =>
  site.expressions.flatMap(({ reads }) =>
    reads.paths.flatMap((path) => {
      const [root, id] = path;
      if (root !== "steps" || id === undefined || id === "*") return [];
      return readProblem(steps, positionOf(site), id, path) ?? [];
    }),
  );

/** A step is read after it has run, in its own job. */
export const stepsInOrder: Rule = (facts) =>
  facts.rendered.jobs.flatMap((job) => {
    const made = modelOf(job.job);
    if (made.kind === "call") return [];
    return job.sites.flatMap((site) =>
      misreadSteps(site, made.steps).map((why) =>
        problem("step-order", `${where(site, job)}: ${why}`, site.place ?? made.place),
      ),
    );
  });

export function idProblems(steps: readonly StepModel[]): readonly Problem[] {
  const seen = new Set<string>();
  return flat(steps).flatMap((step) => {
    const id = step.id.toLowerCase();
    const problems: Problem[] = [];
    if (seen.has(id)) problems.push(problem("duplicate", `two steps of one job are called ${step.id}`, step.place));
    if (!/^[A-Za-z_][\w-]*$/.test(step.id) || step.id.startsWith("__") || step.id.length >= 100)
      problems.push(
        problem("id", `'${step.id}' is no id for a step: letters, digits, - and _, under 100 characters`, step.place),
      );
    seen.add(id);
    return problems;
  });
}

/** What a wait or a cancel names is a background step above it (platform: it cannot be inside `parallel`). */
function backgroundProblems(steps: readonly StepModel[]): readonly Problem[] {
  const above = new Set<string>();
  return steps.flatMap((step) => {
    const { what } = step;
    const targets = what.kind === "wait" ? what.targets : what.kind === "cancel" ? [what.target] : [];
    const problems = targets
      .filter((id) => !above.has(id))
      .map((id) => problem("background", `${what.kind} names ${id}, which is no background step above it`, step.place));
    if (what.kind === "parallel")
      for (const inner of what.steps)
        if (inner.background || (inner.what.kind !== "run" && inner.what.kind !== "uses"))
          problems.push(
            problem(
              "background",
              "inside parallel there are only plain steps: all of them run at once anyway",
              inner.place,
            ),
          );
    if (step.background) above.add(step.id);
    return problems;
  });
}

const ofEachJob = (facts: Facts, rule: (steps: readonly StepModel[], job: RenderedJob) => readonly Problem[]) =>
  facts.rendered.jobs.flatMap((job) => {
    const made = modelOf(job.job);
    return made.kind === "steps" ? rule(made.steps, job) : [];
  });

export const stepIds: Rule = (facts) => ofEachJob(facts, idProblems);
export const backgroundSteps: Rule = (facts) => ofEachJob(facts, backgroundProblems);
export const stepsThemselves: Rule = (facts) =>
  ofEachJob(facts, (steps, job) => flat(steps).flatMap((step) => stepProblems(step, job.scripts)));
