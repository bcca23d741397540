import { textAt } from "../../json/json.ts";
import { conditionOf } from "../condition.ts";
import { done, failed, type Rule, waiting } from "../state.ts";
import { isHopeless, troublesOf } from "../trouble.ts";

/** A bare pod. One that is not restarted always is a task: it is done when it has succeeded, not when it is ready. */
export const pod: Rule = ({ object, patience }) => {
  const phase = textAt(object, "status", "phase");
  if (phase === "Succeeded") return done;
  if (textAt(object, "metadata", "deletionTimestamp") !== undefined) return waiting("deleting", "it is being deleted");
  const task =
    textAt(object, "spec", "restartPolicy") === "Never" || textAt(object, "spec", "restartPolicy") === "OnFailure";
  const troubles = troublesOf(object, patience);
  if (phase === "Failed")
    return failed("ended", textAt(object, "status", "message") ?? troubles[0]?.message ?? "it ended with an error");
  const [first] = task ? troubles.filter(({ code }) => code !== "crash") : troubles;
  if (first !== undefined)
    return isHopeless(first, patience) ? failed(first.code, first.message) : waiting(first.code, first.message);
  if (!task && conditionOf(object, "Ready")?.status === "True") return done;
  return waiting("starting", task ? "it is running" : "it is not ready");
};
