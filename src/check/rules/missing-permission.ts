import { needsOf } from "../facts/needs.ts";
import type { Report, Rule } from "../finding.ts";
import { type Grant, grantOf } from "../subject.ts";
import { usesOf } from "../walk.ts";

export const missingPermission: Rule = {
  code: "missing-permission",
  severity: "warning",
  summary: "A job whose permissions are written grants what its actions need.",
  *check({ workflow }): Iterable<Report> {
    for (const { job, step } of usesOf(workflow)) {
      const written = job.permissions ?? workflow.permissions;
      if (written === undefined) continue;
      const grant: Grant = grantOf(written);
      for (const { scope, level, why } of needsOf(step)) {
        const has = grant[scope] ?? "none";
        if (has === "write" || has === level) continue;
        yield {
          at: step.uses.at,
          message: `"${step.uses.value}" needs ${scope}: ${level} ${why}, and this job has ${scope}: ${has}`,
        };
      }
    }
  },
};
