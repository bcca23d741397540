import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Origin, Plan, PlannedStep } from "../../../simulate/plan/plan.ts";
import type { FindAction } from "../actions/manifest.ts";
import { addsMatcher, type Refusal } from "./refusals.ts";

type FinderOf = (origin: Origin) => FindAction;

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
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const step of steps) {
    if (step.kind === "run" && depth > 0 && addsMatcher.test(step.run)) problems.push("registers a problem matcher");
    if (step.kind !== "uses" || isElsewhere(step.uses, origin.folder) || step.uses.startsWith("docker://")) continue;
    const action = await find(step.uses, { workspace: origin.folder, ...from });
    if (typeof action === "string") problems.push(`uses ${step.uses}: ${action}`);
    else if (action.kind === "folder" && action.manifest.runs.kind === "composite" && depth < 10) {
      const inside = { repository: action.repository, ref: action.ref };
      const inner = await ofSteps(action.manifest.runs.steps, find, origin, inside, depth + 1);
      problems.push(...inner.map((problem) => `uses ${step.uses}, which ${problem}`));
    }
  }
  return problems;
}

/** What a plan uses that cannot be run here, by job. */
export async function missingActions(plan: Plan, own: Origin, finderOf: FinderOf): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const job of plan.jobs) {
    if (job.kind === "call") refusals.push(...(await missingActions(job.called, own, finderOf)));
    else {
      const problems = await ofSteps(job.steps, finderOf(plan.origin), own, {}, 0);
      refusals.push(...[...new Set(problems)].map((what) => ({ job: job.id, what })));
    }
  }
  return refusals;
}
