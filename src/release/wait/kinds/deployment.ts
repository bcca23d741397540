import { at, numberAt } from "../../json/json.ts";
import { conditionOf, stale } from "../condition.ts";
import { doomed, pending } from "../pods.ts";
import { done, failed, type Look, type Rule, type State, waiting } from "../state.ts";

export const deployment: Rule = (look) => {
  const { object } = look;
  const early = stale(look);
  if (early !== undefined) return early;
  const wanted = numberAt(object, "spec", "replicas") ?? 1;
  const count = (field: string) => numberAt(object, "status", field) ?? 0;
  const ready =
    count("updatedReplicas") >= wanted &&
    count("replicas") <= count("updatedReplicas") &&
    count("availableReplicas") >= wanted;
  if (ready) return done;
  if (at(object, "spec", "paused") === true)
    return failed("paused", "it is paused (spec.paused), so it will not roll out");
  const doom = doomed(look) ?? quota(look);
  if (doom !== undefined) return doom;
  const progressing = conditionOf(object, "Progressing");
  if (progressing?.status === "False" && progressing.reason === "ProgressDeadlineExceeded")
    return failed("deadline", progressing.message);
  return waiting("rollout", pending(look) ?? progress(wanted, count));
};

function progress(wanted: number, count: (field: string) => number): string {
  if (count("updatedReplicas") < wanted) return `${count("updatedReplicas")} of ${wanted} new pods are there`;
  if (count("replicas") > count("updatedReplicas"))
    return `${count("replicas") - count("updatedReplicas")} old pods are still there`;
  return `${count("availableReplicas")} of ${wanted} pods are available`;
}

const policy = /violates PodSecurity|admission webhook .* denied|is forbidden: (?!exceeded quota)/;

/** Pods that could not even be created. What a policy refuses it refuses for good; a quota may be freed by old pods. */
export function quota({ object, patience }: Look): State | undefined {
  const failure = conditionOf(object, "ReplicaFailure");
  if (failure?.status !== "True") return undefined;
  const final = policy.test(failure.message) || patience.elapsedMs >= patience.graceMs;
  return final ? failed("refused", failure.message) : waiting("refused", failure.message);
}
