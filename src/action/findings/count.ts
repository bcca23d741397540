import { type Severity, severities } from "./severity.ts";

/** Anything that was rated. */
export interface Rated {
  readonly severity: Severity;
}

/** How many findings there are of each severity, none of them left out. */
export const countBySeverity = (findings: readonly Rated[]): Readonly<Record<Severity, number>> => {
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
export const inWords = (findings: readonly Rated[]): string => {
  const counts = countBySeverity(findings);
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity === "unknown" ? "of unknown severity" : severity}`)
    .join(", ");
};
