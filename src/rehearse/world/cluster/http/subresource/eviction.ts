import { at } from "../../json/path.ts";
import { isObject, numberOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { labelSelectorTest } from "../../select/labels.ts";
import { notFound, tooManyRequests } from "../../status/refusals.ts";
import type { Store } from "../../store/store.ts";
import { type Answer, ok, type ResourceCall } from "../call.ts";
import { decodeBody } from "../decode.ts";
import { isDryRun } from "../options.ts";
import type { Serving } from "../serving.ts";

/** A deletion that asks the disruption budgets first. */
export function evict({ store }: Serving, call: ResourceCall): Answer {
  const { namespace, name } = call.target;
  const pod = store.get("pods", namespace, name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  const options = decodeBody(call)["deleteOptions"];
  const dryRun = isDryRun(call);
  const phase = at(pod, "status", "phase");
  if (phase !== "Succeeded" && phase !== "Failed" && phase !== "Pending") spend(store, pod, dryRun);
  const grace = isObject(options) ? numberOr(options["gracePeriodSeconds"]) : undefined;
  store.delete("pods", namespace, name, { dryRun, ...(grace === undefined ? {} : { gracePeriodSeconds: grace }) });
  return ok({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 }, 201);
}

const budgets = "poddisruptionbudgets.policy";

function spend(store: Store, pod: KubeObject, dryRun: boolean): void {
  const { namespace = "", labels = {} } = pod.metadata;
  for (const budget of store.list(budgets, { namespace })) {
    if (!labelSelectorTest(at(budget, "spec", "selector"))(labels)) continue;
    const { name } = budget.metadata;
    const left = numberOr(at(budget, "status", "disruptionsAllowed"), 0);
    if (left <= 0)
      throw tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", 0, [
        {
          reason: "DisruptionBudget",
          message: `The disruption budget ${name} needs ${numberOr(at(budget, "status", "desiredHealthy"), 0)} healthy pods and has ${numberOr(at(budget, "status", "currentHealthy"), 0)} currently`,
        },
      ]);
    if (dryRun) continue;
    const status = isObject(budget["status"]) ? budget["status"] : {};
    store.modify(budgets, namespace, name, (o) => ({ ...o, status: { ...status, disruptionsAllowed: left - 1 } }), {
      subresource: "status",
      manager: "kube-apiserver",
    });
  }
}
