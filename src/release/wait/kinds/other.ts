import { numberAt } from "../../json/json.ts";
import { conditionsOf, stale } from "../condition.ts";
import { done, failed, type Rule, waiting } from "../state.ts";

/**
 * Kinds we have no rule for, by the conventions that most custom resources keep: `observedGeneration`, and conditions
 * `Ready` or `Available`; `Stalled` says it will not come by itself. One without any of them is done once stored.
 */
export const other: Rule = (look) => {
  const { object } = look;
  if (numberAt(object, "status", "observedGeneration") !== undefined) {
    const early = stale(look);
    if (early !== undefined) return early;
  }
  const conditions = conditionsOf(object);
  const stalled = conditions.find(({ type, status }) => type === "Stalled" && status === "True");
  if (stalled !== undefined) return failed("stalled", stalled.message);
  const ready = conditions.find(({ type }) => type === "Ready") ?? conditions.find(({ type }) => type === "Available");
  if (ready !== undefined && ready.status !== "True")
    return waiting("not-ready", ready.message === "" ? `${ready.type} is ${ready.status}` : ready.message);
  const busy = conditions.find(({ type, status }) => type === "Reconciling" && status === "True");
  return busy === undefined ? done : waiting("reconciling", busy.message);
};
