import { textAt } from "../../json/json.ts";
import { done, failed, type Rule, waiting } from "../state.ts";

export const volumeClaim: Rule = ({ object }) => {
  const phase = textAt(object, "status", "phase");
  if (phase === "Bound") return done;
  if (phase === "Lost") return failed("lost", "the volume it was bound to is gone");
  return waiting("unbound", "no volume is bound to it yet");
};
