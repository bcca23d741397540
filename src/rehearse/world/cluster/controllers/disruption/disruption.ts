import { at } from "../../json/path.ts";
import { numberOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { controllerOf } from "../../object.ts";
import type { Store, StoreEvent } from "../../store/store.ts";
import { type Controller, itself } from "../work/controller.ts";
import { type Key, keyOf } from "../work/key.ts";
import { controllerManager, writeStatus } from "../work/status.ts";
import { stamp } from "../work/time.ts";
import { amount } from "../workload/amount.ts";
import { withCondition } from "../workload/condition.ts";
import { hasEnded, isReady, isTerminating } from "../workload/pod.ts";
import { selects } from "../workload/selector.ts";

const type = "poddisruptionbudgets.policy";

/** Says how many pods of a budget may go just now; eviction asks for that number. */
export const disruptionBudgets: Controller = {
  name: "disruption-controller",
  watches: { [type]: itself, pods: budgetsOf },
  reconcile: ({ store, now }, { namespace, name }) => {
    const budget = store.get(type, namespace, name);
    if (budget === undefined || isTerminating(budget)) return undefined;
    const matches = selects(at(budget, "spec", "selector"));
    const pods = store.list("pods", { namespace, labels: matches }).filter((pod) => !hasEnded(pod));
    const { expected, desired } = wanted(store, budget, pods);
    const healthy = pods.filter((pod) => isReady(pod) && !isTerminating(pod)).length;
    const allowed = expected === 0 ? 0 : Math.max(0, healthy - desired);
    writeStatus(
      store,
      type,
      budget,
      {
        conditions: withCondition(
          at(budget, "status", "conditions"),
          {
            type: "DisruptionAllowed",
            status: allowed > 0 ? "True" : "False",
            reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
            message: "",
          },
          stamp(now()),
          { observedGeneration: budget.metadata.generation ?? 1 },
        ),
        currentHealthy: healthy,
        desiredHealthy: desired,
        disruptionsAllowed: allowed,
        expectedPods: expected,
        observedGeneration: budget.metadata.generation ?? 1,
      },
      controllerManager,
    );
    return undefined;
  },
};

function budgetsOf(event: StoreEvent, store: Store): readonly Key[] {
  const labels = event.object.metadata.labels ?? {};
  return store
    .list(type, {
      namespace: event.object.metadata.namespace ?? "",
      where: (budget) => selects(at(budget, "spec", "selector"))(labels),
    })
    .map(keyOf);
}

/** A number of pods is counted as they are; a share is of what their controllers want. */
function wanted(
  store: Store,
  budget: KubeObject,
  pods: readonly KubeObject[],
): { readonly expected: number; readonly desired: number } {
  const least = at(budget, "spec", "minAvailable");
  const most = at(budget, "spec", "maxUnavailable");
  if (typeof least === "number") return { expected: pods.length, desired: least };
  const expected = scaleOf(store, pods);
  if (most !== undefined) return { expected, desired: Math.max(0, expected - amount(most, expected, "up", 0)) };
  return { expected, desired: amount(least, expected, "up", 0) };
}

function scaleOf(store: Store, pods: readonly KubeObject[]): number {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) continue;
    const resource = store.types.ofKind(owner.apiVersion, owner.kind);
    const object =
      resource === undefined
        ? undefined
        : store.get(`${resource.resource}.${resource.group}`, pod.metadata.namespace ?? "", owner.name);
    owners.set(owner.uid, numberOr(at(object, "spec", "replicas"), 1));
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
}
