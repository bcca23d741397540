import { condition, interpolate, type Place } from "../../../simulate/expression/evaluate.ts";
import { jobStatus } from "../../../simulate/expression/status.ts";
import { asText, type Contexts, type Value } from "../../../simulate/expression/value.ts";
import { expandMatrix, type Leg, legName } from "../../../simulate/matrix/expand.ts";
import type { Decision, Ended, LegPlan, Situation } from "../../../simulate/schedule/job.ts";
import type { PlannedJob, RawTree } from "../plan/plan.ts";
import { booleanOf } from "../steps/step-scope.ts";

/** Whose word is needed before a job of this environment starts; undefined where nobody's is. */
export type Gates = (environment: string) => boolean;

export const needsContext = (needs: Readonly<Record<string, Ended>>): Value =>
  Object.fromEntries(Object.entries(needs).map(([id, { result, outputs }]) => [id, { result, outputs }]));

function resolveTree(tree: RawTree, place: Place): Value {
  if (typeof tree === "string") return interpolate(tree, place);
  if (Array.isArray(tree)) return tree.map((item: RawTree) => resolveTree(item, place));
  if (typeof tree === "object" && tree !== null)
    return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, resolveTree(value, place)]));
  return tree;
}

/** What a job does once all it needs has ended: GitHub evaluates its `if`, then its strategy, then each leg's name. */
export function decideJob(job: PlannedJob, situation: Situation, contexts: Contexts, gated: Gates): Decision {
  const { needs, ancestors, cancelled } = situation;
  const functions = jobStatus(ancestors, cancelled);
  const place: Place = { contexts: { ...contexts, needs: needsContext(needs) }, functions };
  try {
    if (!condition(job.if, place))
      return {
        kind: "skip",
        why: job.if === undefined ? "what it needs did not succeed" : `its condition is false: ${job.if}`,
      };
    const expansion = job.strategy ? expandMatrix(resolveTree(job.strategy.matrix, place)) : undefined;
    if (expansion && "problem" in expansion) return { kind: "fail", why: expansion.problem };
    const legs: readonly (Leg | undefined)[] = expansion?.legs ?? [undefined];
    const max = job.strategy?.maxParallel;
    const limit = typeof max === "string" ? Number(asText(interpolate(max, place))) : max;
    return {
      kind: "run",
      legs: legs.map((leg, index) => ({ ...planLeg(job, leg, place, gated), index, total: legs.length })),
      failFast: booleanOf(job.strategy?.failFast ?? true, place),
      maxParallel: limit === undefined || Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit,
    };
  } catch (cause) {
    return { kind: "fail", why: cause instanceof Error ? cause.message : String(cause) };
  }
}

function planLeg(job: PlannedJob, leg: Leg | undefined, place: Place, gated: Gates): Omit<LegPlan, "index" | "total"> {
  const matrix = leg?.values ?? {};
  const at: Place = { ...place, contexts: { ...place.contexts, matrix, strategy: {} } };
  const environment = job.environment ? asText(interpolate(job.environment.name, at)) : undefined;
  const named = job.name === undefined ? undefined : asText(interpolate(job.name, at));
  return {
    name: named ?? (leg ? legName(job.id, leg) : job.id),
    matrix,
    ...(environment === undefined ? {} : { environment, ...(gated(environment) ? { gate: environment } : {}) }),
    continueOnError: booleanOf(job.continueOnError, at),
  };
}
