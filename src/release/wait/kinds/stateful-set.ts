import { numberAt, textAt } from "../../json/json.ts";
import { stale } from "../condition.ts";
import { doomed, pending } from "../pods.ts";
import { done, type Rule, waiting } from "../state.ts";

/** A StatefulSet has no progress deadline of its own: only the pods, and our deadline, say that it will not come. */
export const statefulSet: Rule = (look) => {
  const { object } = look;
  const early = stale(look);
  if (early !== undefined) return early;
  const wanted = numberAt(object, "spec", "replicas") ?? 1;
  const ready = numberAt(object, "status", "readyReplicas") ?? 0;
  if (textAt(object, "spec", "updateStrategy", "type") === "OnDelete") {
    return ready >= wanted
      ? { ...done, note: "OnDelete: pods take the new template only when they are deleted" }
      : waiting("rollout", `${ready} of ${wanted} pods are ready`);
  }
  const partition = numberAt(object, "spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
  const current = textAt(object, "status", "currentRevision") === textAt(object, "status", "updateRevision");
  const updated = numberAt(object, "status", "updatedReplicas") ?? 0;
  const rolled = partition > 0 ? updated >= wanted - partition : current;
  if (rolled && ready >= wanted)
    return partition > 0 ? { ...done, note: `partition ${partition}: only pods from there on are updated` } : done;
  return (
    doomed(look) ??
    waiting(
      "rollout",
      pending(look) ??
        (ready < wanted
          ? `${ready} of ${wanted} pods are ready`
          : `${updated} of ${wanted - partition} pods are updated`),
    )
  );
};
