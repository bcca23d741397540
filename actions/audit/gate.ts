import type { Finding } from "./finding.ts";
import { atLeast, type Severity, severities } from "./severity.ts";

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

export const countBySeverity = (findings: readonly Finding[]): Readonly<Record<Severity, number>> => {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    critical: count("critical"),
    high: count("high"),
    medium: count("medium"),
    low: count("low"),
    unknown: count("unknown"),
  };
};

/** `2 critical, 1 high` */
export const inWords = (findings: readonly Finding[]): string => {
  const counts = countBySeverity(findings);
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity === "unknown" ? "of unknown severity" : severity}`)
    .join(", ");
};
