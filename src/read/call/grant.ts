import { literalOf } from "../expression/expression.ts";
import { type Reading, report } from "../problem.ts";
import type { CallJob, Workflow } from "../workflow/model.ts";
import { exceeding, type Grant, grantOf } from "../workflow/permissions.ts";

/**
 * GitHub refuses a call whose jobs ask for more than the caller may do; it does not lower what they get
 * (runner, Sdk/WorkflowParser/Conversion/PermissionsHelper.cs).
 */
export function checkGrant(reading: Reading, job: CallJob, called: Workflow, allowed: Grant): void {
  const complain = (who: string, asked: Grant) => {
    const over = exceeding(asked, allowed);
    if (over.length === 0) return;
    const wants = over.map((scope) => `${scope}: ${asked[scope] ?? "none"}`).join(", ");
    const has = over.map((scope) => `${scope}: ${allowed[scope] ?? "none"}`).join(", ");
    report(
      reading,
      "call",
      job.id.at,
      `${who} "${job.uses.value}" asks for ${wants}, and this job may only pass on ${has}`,
    );
  };
  if (called.permissions !== undefined) complain("the workflow", grantOf(called.permissions));
  for (const nested of called.jobs) {
    if (nested.permissions === undefined) continue;
    const name = (nested.name && literalOf(nested.name)) || nested.id.value;
    complain(`the job "${name}" of`, grantOf(nested.permissions));
  }
}
