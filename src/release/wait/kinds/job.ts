import { at, numberAt } from "../../json/json.ts";
import { conditionOf } from "../condition.ts";
import { pending } from "../pods.ts";
import { done, failed, type Rule, waiting } from "../state.ts";

/** A Job has its own `backoffLimit`: its crashes are its own affair until it gives up. */
export const job: Rule = (look) => {
  const { object } = look;
  const over = conditionOf(object, "Failed") ?? conditionOf(object, "FailureTarget");
  if (over?.status === "True") return failed("job", `${over.reason}: ${over.message}`);
  if (conditionOf(object, "Complete")?.status === "True") return done;
  if (at(object, "spec", "suspend") === true) return waiting("suspended", "it is suspended (spec.suspend)");
  const active = numberAt(object, "status", "active") ?? 0;
  return waiting("running", pending(look) ?? (active > 0 ? "it is running" : "it has not started yet"));
};

/** A schedule is in place once it is stored; its runs belong to no release. */
export const cronJob: Rule = ({ object }) =>
  at(object, "spec", "suspend") === true ? { ...done, note: "suspended: it will not run" } : done;
