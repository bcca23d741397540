/** From the worst to the mildest; `unknown` is what nobody rated. */
export const severities = ["critical", "high", "medium", "low", "unknown"] as const;

/** How bad a finding is; `unknown` where nobody rated it. */
export type Severity = (typeof severities)[number];

const rank: Readonly<Record<Severity, number>> = { critical: 4, high: 3, unknown: 3, medium: 2, low: 1 };

/** What nobody rated counts as high: it may be anything. */
export const atLeast = (severity: Severity, bar: Severity): boolean => rank[severity] >= rank[bar];

/** `moderate` of npm and GitHub is medium, `info` low; any other word is unknown. */
export function severityFrom(word: string | undefined): Severity {
  switch (word?.toLowerCase()) {
    case "critical":
      return "critical";
    case "high":
      return "high";
    case "moderate":
    case "medium":
      return "medium";
    case "low":
    case "info":
      return "low";
    default:
      return "unknown";
  }
}
