import { atLeast } from "../../src/action/index.ts";
import { type Finding, kinship } from "./finding.ts";

export interface GateRules {
  readonly failOn: "critical" | "high" | "medium" | "low" | "none";
  readonly onlyFixable: boolean;
  /** the kinship of what an earlier report had; undefined: nothing is compared */
  readonly baseline: ReadonlySet<string> | undefined;
}

export const isNew = (finding: Finding, baseline: GateRules["baseline"]): boolean =>
  baseline === undefined || !baseline.has(kinship(finding));

/** Does it fail the step? An entry of the policy that ran out always does. What is reported does not depend on this. */
export function fails(finding: Finding, { failOn, onlyFixable, baseline }: GateRules): boolean {
  if (failOn === "none") return false;
  if (finding.kind === "policy") return true;
  return atLeast(finding.severity, failOn) && (finding.fixable || !onlyFixable) && isNew(finding, baseline);
}
