import { equal } from "../json/equal.ts";
import { at } from "../json/path.ts";
import { isObject, type Json, objectOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, notAllowed, unsupported } from "./cause.ts";
import { negatives } from "./numbers.ts";
import { selectorCauses, templateCauses } from "./workload.ts";

export function deploymentCauses(deployment: KubeObject): readonly Cause[] {
  const spec = objectOr(deployment["spec"]);
  return [
    ...negatives(spec, "spec", ["replicas"]),
    ...selectorCauses(spec, "deployment"),
    ...templateCauses(spec, ["Always"]),
    ...strategyCauses(spec["strategy"]),
    ...negatives(spec, "spec", ["minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"]),
    ...deadlineCauses(spec["progressDeadlineSeconds"], spec["minReadySeconds"]),
  ];
}

function deadlineCauses(deadline: Json | undefined, ready: Json | undefined): readonly Cause[] {
  if (typeof deadline !== "number" || typeof ready !== "number" || deadline < 0 || deadline > ready) return [];
  return [bad("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds")];
}

function strategyCauses(strategy: Json | undefined): readonly Cause[] {
  if (!isObject(strategy)) return [];
  const { type, rollingUpdate } = strategy;
  if (type === "Recreate")
    return rollingUpdate === undefined
      ? []
      : [notAllowed("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'")];
  if (type !== "RollingUpdate")
    return [
      unsupported("spec.strategy", { Type: type ?? "", RollingUpdate: rollingUpdate ?? null }, [
        "Recreate",
        "RollingUpdate",
      ]),
    ];
  const [surge, unavailable] = [at(rollingUpdate, "maxSurge"), at(rollingUpdate, "maxUnavailable")];
  return zero(surge) && zero(unavailable)
    ? [bad("spec.strategy.rollingUpdate.maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0")]
    : [];
}

const zero = (value: Json | undefined) => value === 0 || value === "0%";

/** A Deployment, a ReplicaSet or a DaemonSet keeps the pods it selects. */
export function selectorChange(old: KubeObject, next: KubeObject): readonly Cause[] {
  const selector = at(next, "spec", "selector");
  return equal(at(old, "spec", "selector"), selector)
    ? []
    : [bad("spec.selector", selector ?? null, "field is immutable")];
}
