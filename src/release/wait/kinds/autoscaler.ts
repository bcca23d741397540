import { isList, isObject, type Json, parseJson, textAt } from "../../json/json.ts";
import { type Condition, conditionsOf } from "../condition.ts";
import { done, failed, type Rule, waiting } from "../state.ts";

/** autoscaling/v1 keeps its conditions in an annotation, v2 in its status. */
export const autoscaler: Rule = ({ object, patience }) => {
  const conditions = [
    ...conditionsOf(object),
    ...annotated(textAt(object, "metadata", "annotations", "autoscaling.alpha.kubernetes.io/conditions")),
  ];
  const broken = conditions.find(({ reason }) => /^(Failed|Invalid)/.test(reason));
  // metrics of new pods take a minute to arrive: that alone is no failure
  if (broken !== undefined)
    return patience.elapsedMs >= patience.graceMs
      ? failed("metrics", `${broken.reason}: ${broken.message}`)
      : waiting("metrics", broken.message);
  const able = conditions.find(({ type }) => type === "AbleToScale");
  return able?.status === "True"
    ? done
    : waiting("unobserved", able?.message ?? "its controller has not looked at it yet");
};

function annotated(text: string | undefined): readonly Condition[] {
  const read = (): Json => {
    try {
      return text === undefined ? [] : parseJson(text);
    } catch {
      return [];
    }
  };
  const list = read();
  return isList(list) ? conditionsOf({ status: { conditions: list.filter(isObject) } }) : [];
}
