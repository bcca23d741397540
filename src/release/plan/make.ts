import { type KubeObject, keyOf, type Ref, refOf, titleOf } from "../kube/object.ts";
import { inParallel } from "../parallel.ts";
import { capProblem, decidePrune, pruneCandidates } from "../prune/prune.ts";
import { autoscalersIn } from "../replicas/replicas.ts";
import { readLive } from "./live.ts";
import type { Block, Plan, PlannedObject } from "./plan.ts";
import { type TryOptions, tryObject } from "./try.ts";

export interface PlanOptions extends Omit<TryOptions, "autoscalers" | "scalerLeft"> {
  readonly earlier: readonly (readonly Ref[])[];
  /** undefined: nothing is pruned. */
  readonly cap: number | undefined;
}

/** What this deploy would do, object by object, without doing any of it. */
export async function makePlan(objects: readonly KubeObject[], options: PlanOptions): Promise<Plan> {
  const { kube, stamp } = options;
  const refs = objects.map(refOf);
  const candidates = pruneCandidates(refs, options.earlier);
  const living = (await inParallel(candidates, 8, async (ref) => ({ ref, live: await kube.get(ref) }))).flatMap(
    ({ ref, live }) => (live === undefined ? [] : [{ ref, live }]),
  );
  const there = await readLive(
    kube,
    refs.filter((ref) => !options.untriable.has(keyOf(ref))),
  );
  const scalerLeft = autoscalersIn(living.map(({ live }) => live));
  const trying = { ...options, autoscalers: autoscalersIn(objects), scalerLeft };
  const results = await inParallel(objects, 8, (object) => tryObject(object, there.get(keyOf(refOf(object))), trying));
  const decided = living.map(({ ref, live }) => ({ ref, decision: decidePrune(ref, live, stamp.identity) }));
  const prune = decided.flatMap(({ ref, decision }) => (decision.prune ? [{ ref, uid: decision.uid }] : []));
  const spared = decided.flatMap(({ ref, decision }) => (decision.prune ? [] : [{ ref, why: decision.why }]));
  const tooMany = options.cap === undefined ? undefined : capProblem(prune.length, options.cap);
  return {
    objects: results.filter((one): one is PlannedObject => "action" in one),
    kept: results.flatMap((one) => ("kept" in one && one.kept !== undefined ? [one.kept] : [])),
    blocks: results.filter((one): one is Block => "code" in one),
    prune: options.cap === undefined ? [] : prune,
    spared: options.cap === undefined ? prune.map(({ ref }) => ({ ref, why: "pruning is off" })) : spared,
    problems: [
      ...(objects.length === 0 ? ["the bundle is empty: nothing would be left of this app"] : []),
      ...(tooMany === undefined ? [] : [tooMany]),
    ],
  };
}

/** The plan as lines for a log or a summary. */
export function planLines(plan: Plan): readonly string[] {
  const signs = { create: "+", update: "~", unchanged: "=", untried: "?" };
  const objects = plan.objects.flatMap((one) => [
    `${signs[one.action]} ${titleOf(one.ref)}${one.action === "untried" ? " (could not be tried: its kind or namespace comes with this bundle)" : ""}${one.adopted ? " (taken over from kubectl apply)" : ""}`,
    ...(one.action === "update"
      ? one.changes.map((change) => `    ${change.path}: ${change.before ?? "(none)"} → ${change.after ?? "(removed)"}`)
      : []),
    ...one.taken.map((conflict) => `    ${conflict.field} taken over from ${conflict.manager}`),
    ...one.warnings.map((warning) => `    warning: ${warning}`),
  ]);
  const blocks = plan.blocks.flatMap((block) => [`! ${block.message}`, `    ${block.hint}`]);
  return [
    ...objects,
    ...plan.prune.map(({ ref }) => `- ${titleOf(ref)}`),
    ...plan.spared.map(({ ref, why }) => `  ${titleOf(ref)} stays: ${why}`),
    ...blocks,
    ...plan.problems.map((problem) => `! ${problem}`),
  ];
}
