import { type AnyJob, model } from "../../workflow/job-model.ts";
import type { AnyWorkflow } from "../../workflow/workflow-model.ts";
import { isRemote } from "../callees.ts";
import { problem } from "../problem.ts";
import type { Rule } from "./facts.ts";

/** github.com: ten workflows deep, the first one included; fifty called ones in a run (docs: reusing workflows, limitations). */
const deepest = 10;
const most = 50;

const calledBy = (job: AnyJob): readonly AnyWorkflow[] => {
  const made = job[model];
  return made.kind === "call" && !isRemote(made.callee) ? [made.callee] : [];
};

function depthOf(workflow: AnyWorkflow, trail: readonly AnyWorkflow[] = []): number {
  if (trail.includes(workflow)) return Number.POSITIVE_INFINITY;
  const called = workflow[model].jobs.flatMap(calledBy);
  return 1 + Math.max(0, ...called.map((one) => depthOf(one, [...trail, workflow])));
}

function allCalled(workflow: AnyWorkflow, seen: Set<AnyWorkflow>): Set<AnyWorkflow> {
  for (const one of workflow[model].jobs.flatMap(calledBy))
    if (!seen.has(one)) {
      seen.add(one);
      allCalled(one, seen);
    }
  return seen;
}

export const callNesting: Rule = ({ rendered, made }) => {
  const depth = depthOf(rendered.workflow);
  if (depth === Number.POSITIVE_INFINITY)
    return [problem("call", `'${made.name}' calls itself, by way of those it calls`, made.place)];
  const count = allCalled(rendered.workflow, new Set()).size;
  return [
    ...(depth > deepest
      ? [problem("limit", `'${made.name}' calls ${depth} workflows deep; GitHub goes ${deepest}`, made.place)]
      : []),
    ...(count > most
      ? [problem("limit", `'${made.name}' calls ${count} workflows; GitHub takes ${most} in a run`, made.place)]
      : []),
  ];
};
