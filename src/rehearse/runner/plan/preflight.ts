import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Origin, Plan, PlannedStep } from "../../../simulate/plan/plan.ts";
import { skipName } from "../actions/find.ts";
import type { FindAction } from "../actions/manifest.ts";
import { addsMatcher, type Refusal } from "./refusals.ts";

type FinderOf = (origin: Origin) => FindAction;
type Reason = Omit<Refusal, "job">;

/** An action of the workspace may come from another checkout, so it is looked for where the repository has it, or later. */
const isElsewhere = (uses: string, folder: string) =>
  uses.startsWith("./") && !["action.yml", "action.yaml"].some((file) => existsSync(join(folder, uses, file)));

/** Every action that would be used, found before anything starts; inside composite actions too. */
async function ofSteps(
  steps: readonly PlannedStep[],
  find: FindAction,
  origin: Origin,
  from: { readonly repository?: string; readonly ref?: string },
  depth: number,
): Promise<readonly Reason[]> {
  const reasons: Reason[] = [];
  for (const step of steps) {
    if (step.kind === "run" && depth > 0 && addsMatcher.test(step.run))
      reasons.push({ what: "registers a problem matcher" });
    if (step.kind !== "uses" || isElsewhere(step.uses, origin.folder)) continue;
    const action = await find(step.uses, { workspace: origin.folder, ...from });
    if (typeof action === "string") reasons.push({ what: `uses ${step.uses}: ${action}`, skip: skipName(step.uses) });
    else if (action.kind === "stand-in") {
      const reason = action.refuse?.(typeof step.with === "string" ? {} : step.with);
      if (reason) reasons.push(reason);
    } else if (action.manifest.runs.kind === "composite" && depth < 10) {
      const inside = { repository: action.repository, ref: action.ref };
      const inner = await ofSteps(action.manifest.runs.steps, find, origin, inside, depth + 1);
      const own = skipName(step.uses);
      reasons.push(
        ...inner.map((reason) => ({ skip: own, ...reason, what: `uses ${step.uses}, which ${reason.what}` })),
      );
    }
  }
  return reasons;
}

/** What a plan uses that cannot be run here, by job. */
export async function missingActions(
  plan: Plan,
  own: Origin,
  finderOf: FinderOf,
  above = "",
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const { id, ...job } of plan.jobs) {
    const path = `${above}${id}`;
    if (job.kind === "call") refusals.push(...(await missingActions(job.called, own, finderOf, `${path}/`)));
    else {
      const reasons = await ofSteps(job.steps, finderOf(plan.origin), own, {}, 0);
      const once = new Map(reasons.map((reason) => [reason.what, reason]));
      refusals.push(...[...once.values()].map((reason) => ({ ...reason, job: path })));
    }
  }
  return refusals;
}
