import { atLeast } from "../../src/action/index.ts";
import type { Finding } from "./finding.ts";

export interface GateRules {
  readonly failOn: "critical" | "high" | "medium" | "low" | "none";
  readonly onlyFixable: boolean;
}

/** Does it fail the step? An entry of the policy that ran out always does. */
export function fails(finding: Finding, { failOn, onlyFixable }: GateRules): boolean {
  if (failOn === "none") return false;
  if (finding.check === "policy") return true;
  return atLeast(finding.severity, failOn) && !(onlyFixable && finding.fixable === "no");
}
