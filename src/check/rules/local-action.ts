import type { Rule } from "../finding.ts";
import { eventsOf, usesOf } from "../walk.ts";

export const localAction: Rule = {
  code: "local-action",
  severity: "error",
  summary: "A workflow that others call names its own actions by $/, not by ./, which is the caller's folder.",
  *check({ workflow }) {
    if (!eventsOf(workflow).has("workflow_call")) return;
    for (const { step } of usesOf(workflow)) {
      const { value, at } = step.uses;
      if (value.startsWith("./"))
        yield {
          at,
          message: `called from elsewhere, "${value}" is a folder of the caller's repository, so the caller's code would run; write $/${value.slice(2)}`,
        };
    }
  },
};
