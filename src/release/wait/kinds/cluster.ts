import { textAt } from "../../json/json.ts";
import { conditionOf, stale } from "../condition.ts";
import { done, failed, type Rule, waiting } from "../state.ts";

export const namespace: Rule = ({ object }) =>
  textAt(object, "status", "phase") === "Terminating"
    ? failed("terminating", "it is being deleted, so nothing new can be made in it")
    : done;

export const customResourceDefinition: Rule = ({ object }) => {
  const names = conditionOf(object, "NamesAccepted");
  if (names?.status === "False") return failed("names", names.message);
  return conditionOf(object, "Established")?.status === "True"
    ? done
    : waiting("establishing", "its kinds are not served yet");
};

export const apiService: Rule = ({ object }) => {
  const available = conditionOf(object, "Available");
  return available?.status === "True"
    ? done
    : waiting("unavailable", available?.message ?? "its server has not been asked yet");
};

export const disruptionBudget: Rule = (look) => stale(look) ?? done;
