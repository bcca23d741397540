import { numberAt, textAt } from "../../json/json.ts";
import { stale } from "../condition.ts";
import { doomed, pending } from "../pods.ts";
import { done, type Rule, waiting } from "../state.ts";

export const daemonSet: Rule = (look) => {
  const { object } = look;
  const early = stale(look);
  if (early !== undefined) return early;
  const count = (field: string) => numberAt(object, "status", field) ?? 0;
  const wanted = count("desiredNumberScheduled");
  if (textAt(object, "spec", "updateStrategy", "type") === "OnDelete") {
    return { ...done, note: "OnDelete: pods take the new template only when they are deleted" };
  }
  if (count("updatedNumberScheduled") >= wanted && count("numberAvailable") >= wanted) return done;
  const progress = `${count("updatedNumberScheduled")} of ${wanted} pods are updated, ${count("numberAvailable")} available`;
  return doomed(look) ?? waiting("rollout", pending(look) ?? progress);
};
