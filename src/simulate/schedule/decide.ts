import { condition, interpolate, type Place } from "../expression/evaluate.ts";
import { booleanOf, numberOf, treeOf } from "../expression/raw.ts";
import { jobStatus } from "../expression/status.ts";
import { asText, type Contexts, isObject, type Value } from "../expression/value.ts";
import { expandMatrix, type Leg, legName } from "../matrix/expand.ts";
import type { Planned, RawConcurrency } from "../plan/plan.ts";
import type { Ticket } from "./concurrency.ts";
import type { Decision, Ended, LegPlan, Situation } from "./job.ts";

/** Whether somebody's word is needed before a job of this environment starts. */
export type Gates = (environment: string) => boolean;

export const needsContext = (needs: Readonly<Record<string, Ended>>): Value =>
  Object.fromEntries(Object.entries(needs).map(([id, { result, outputs }]) => [id, { result, outputs }]));

/** `strategy`, where the whole of it may be one expression. */
function strategyOf(job: Planned, place: Place): { matrix?: Value; failFast: boolean; maxParallel?: number } {
  const { strategy } = job;
  if (strategy === undefined) return { failFast: true };
  if (typeof strategy === "string") {
    const whole = interpolate(strategy, place);
    const part = (key: string) => (isObject(whole) ? whole[key] : undefined);
    const most = part("max-parallel");
    const matrix = part("matrix");
    return {
      failFast: part("fail-fast") !== false,
      ...(matrix === undefined ? {} : { matrix }),
      ...(typeof most === "number" ? { maxParallel: most } : {}),
    };
  }
  const most = numberOf(strategy.maxParallel, place);
  return {
    failFast: booleanOf(strategy.failFast ?? true, place),
    ...(strategy.matrix === undefined ? {} : { matrix: treeOf(strategy.matrix, place) }),
    ...(most === undefined ? {} : { maxParallel: most }),
  };
}

const longestGroup = 400;

/** A group's name is known only here; an empty one, or one that is too long, is refused as GitHub does. */
export function concurrencyOf(raw: RawConcurrency, place: Place): Omit<Ticket, "key"> {
  const group = asText(interpolate(raw.group, place));
  if (group === "") throw new Error(`the concurrency group is empty: ${raw.group}`);
  if (group.length > longestGroup) throw new Error(`the concurrency group has more than ${longestGroup} characters`);
  const cancelInProgress = booleanOf(raw.cancelInProgress, place);
  if (cancelInProgress && raw.queue === "max")
    throw new Error(`the concurrency group ${group} has queue: max and cancel-in-progress, which exclude each other`);
  return { group, cancelInProgress, queue: raw.queue };
}

/** What a job does once all it needs has ended: GitHub evaluates its `if`, then its strategy, then each leg's name. */
export function decideJob(job: Planned, situation: Situation, contexts: Contexts, gated: Gates): Decision {
  const { needs, ancestors, cancelled } = situation;
  const functions = jobStatus(ancestors, cancelled);
  const place: Place = { contexts: { ...contexts, needs: needsContext(needs) }, functions };
  try {
    if (!condition(job.if, place)) {
      const otherwise = condition(job.if, { ...place, functions: jobStatus({}, false) });
      return { kind: "skip", why: otherwise ? "what it needs did not succeed" : `its condition is false: ${job.if}` };
    }
    const { matrix, failFast, maxParallel } = strategyOf(job, place);
    const expansion = matrix === undefined ? undefined : expandMatrix(matrix);
    if (expansion && "problem" in expansion) return { kind: "fail", why: expansion.problem };
    const legs: readonly (Leg | undefined)[] = expansion?.legs ?? [undefined];
    const most = maxParallel ?? legs.length;
    const told = { "fail-fast": failFast, "job-total": legs.length, "max-parallel": most };
    return {
      kind: "run",
      legs: legs.map((leg, index) => {
        const strategy = { ...told, "job-index": index };
        const about: Contexts = { ...place.contexts, matrix: leg?.values ?? {}, strategy };
        return { ...planLeg(job, leg, { ...place, contexts: about }, gated), index, strategy };
      }),
      failFast,
      maxParallel: most,
    };
  } catch (cause) {
    return { kind: "fail", why: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** A name that does not tell the legs apart gets their values, as one that is not written does. */
function nameOf(job: Planned, leg: Leg | undefined, at: Place): string {
  const name = job.name === undefined ? job.id : asText(interpolate(job.name, at)) || job.id;
  return leg && !job.name?.includes("${{") ? legName(name, leg) : name;
}

function planLeg(job: Planned, leg: Leg | undefined, at: Place, gated: Gates): Omit<LegPlan, "index" | "strategy"> {
  const raw = job.kind === "job" ? job.environment?.name : undefined;
  const environment = raw === undefined ? "" : asText(interpolate(raw, at));
  return {
    name: nameOf(job, leg, at),
    matrix: leg?.values ?? {},
    // an empty name means none
    ...(environment === "" ? {} : { environment, ...(gated(environment) ? { gate: environment } : {}) }),
    ...(job.concurrency ? { concurrency: concurrencyOf(job.concurrency, at) } : {}),
    continueOnError: job.kind === "job" && booleanOf(job.continueOnError, at),
  };
}
