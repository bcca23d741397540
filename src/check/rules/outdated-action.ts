import { majorOf, oldestWorking } from "../facts/majors.ts";
import type { Report, Rule } from "../finding.ts";
import { actionName, usesOf } from "../walk.ts";

export const outdatedAction: Rule = {
  code: "outdated-action",
  severity: "error",
  summary: "An action is of a release that today's runners still run as it was made.",
  *check({ workflow }): Iterable<Report> {
    for (const { step } of usesOf(workflow)) {
      const { value, at } = step.uses;
      const name = actionName(value);
      const oldest = oldestWorking[name];
      const major = majorOf(value.split("@")[1] ?? "");
      if (oldest === undefined || major === undefined || major >= oldest) continue;
      yield { at, message: `"${value}" was made for a Node that runners no longer have; use v${oldest} or newer` };
    }
  },
};
