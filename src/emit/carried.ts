/** The pins that bindings bring along, by `owner/name`: what runs where the project's own lock says nothing. */
import { type CallModel, type JobModel, model } from "../workflow/job-model.ts";
import type { Pin } from "../workflow/runnable.ts";
import type { AnyWorkflow } from "../workflow/workflow-model.ts";
import { isRemote, type Pins } from "./callees.ts";
import { flat } from "./step.ts";

export const carriedPins = (workflows: Iterable<AnyWorkflow>): Pins =>
  new Map([...workflows].flatMap((workflow) => workflow[model].jobs).flatMap((job) => [...pinsOf(job[model])]));

function* pinsOf(job: JobModel | CallModel): Generator<readonly [string, Pin]> {
  if (job.kind === "call") {
    if (isRemote(job.callee)) yield [job.callee.uses, job.callee.pin];
    return;
  }
  for (const { what } of flat(job.steps)) if (what.kind === "uses" && what.pin) yield [what.uses, what.pin];
}

/** Does the text have one of these actions at another commit? */
export const hasOther = (text: string, pins: Pins): boolean =>
  [...pins].some(([uses, { commit }]) =>
    text
      .split(`${uses}@`)
      .slice(1)
      .some((rest) => !rest.startsWith(commit)),
  );
