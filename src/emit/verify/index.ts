/** Every rule of generation. All problems are named together. */

import { model } from "../../workflow/job-model.ts";
import type { Callees } from "../callees.ts";
import type { Problem } from "../problem.ts";
import type { RenderedWorkflow } from "../workflow.ts";
import type { Written } from "../write.ts";
import { contextAvailability, expressionSyntax } from "./expressions.ts";
import { allSites, type Facts, type Rule } from "./facts.ts";
import { knownNeeds, knownOutputs, noCycles, somethingToDo, uniqueJobs } from "./jobs.ts";
import { concurrencyGroups, expressionLength, fileSize, scriptLength, timeLimits } from "./limits.ts";
import { noLocalUses } from "./local-uses.ts";
import { matrixRead, matrixSize } from "./matrix.ts";
import { callNesting } from "./nesting.ts";
import { callable, withinLimits } from "./permissions.ts";
import { backgroundSteps, stepIds, stepsInOrder, stepsThemselves } from "./steps.ts";
import { cronLines, declaredInputs, eventOfTriggers, filterOpposites } from "./triggers.ts";
import { untypedKeys } from "./untyped.ts";

const rules: readonly Rule[] = [
  expressionSyntax,
  contextAvailability,
  somethingToDo,
  uniqueJobs,
  knownNeeds,
  noCycles,
  knownOutputs,
  stepIds,
  stepsInOrder,
  backgroundSteps,
  stepsThemselves,
  matrixRead,
  matrixSize,
  eventOfTriggers,
  declaredInputs,
  cronLines,
  filterOpposites,
  withinLimits,
  callable,
  callNesting,
  noLocalUses,
  expressionLength,
  scriptLength,
  concurrencyGroups,
  timeLimits,
  untypedKeys,
];

/** What is wrong with a workflow: each thing once, by its line. */
export function verify(rendered: RenderedWorkflow, written: Written, callees: Callees): readonly Problem[] {
  const facts: Facts = {
    rendered,
    made: rendered.workflow[model],
    jobs: new Map(rendered.jobs.map((job) => [job.job.id, job])),
    callees,
    sites: allSites(rendered),
  };
  const found = [...rules.flatMap((rule) => rule(facts)), ...fileSize(facts, written)];
  const unique = new Map(found.map((p) => [`${p.code} ${p.message} ${p.place.file}:${p.place.line}`, p]));
  return [...unique.values()].sort((a, b) => a.place.line - b.place.line);
}
