import { fill, within } from "../defaults/fill.ts";
import { type JsonObject, listOr, objectsOf } from "../json/value.ts";
import type { KubeObject } from "../object.ts";

/** What admission gives a pod that does not say it: an account, a priority, patience with its node. */
export function podAllocation(pod: KubeObject): KubeObject {
  return within(pod, "spec", (spec) => {
    const named = fill(spec, { serviceAccountName: "default" });
    return tolerant(
      fill(named, {
        serviceAccount: named["serviceAccountName"],
        preemptionPolicy: "PreemptLowerPriority",
        priority: 0,
      }),
    );
  });
}

const lost = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

/** A node may be away for five minutes before its pods are given up. */
function tolerant(spec: JsonObject): JsonObject {
  const own = listOr(spec["tolerations"]);
  const keys = objectsOf(spec["tolerations"]).map((toleration) => toleration["key"]);
  const absent = lost.filter((key) => !keys.includes(key) && !keys.includes(undefined));
  if (absent.length === 0) return spec;
  const added = absent.map((key) => ({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 }));
  return { ...spec, tolerations: [...own, ...added] };
}
