/**
 * The advisories of a rehearsal: made for it, about packages that do not exist, so that an audit has somebody to ask and finds
 * nothing by chance. What is real is asked with `--real audit`.
 */
export interface RecordedAdvisory {
  readonly ecosystem: "npm" | "PyPI";
  readonly package: string;
  readonly id: string;
  readonly title: string;
  readonly severity: "low" | "moderate" | "high" | "critical";
  readonly versions: readonly string[];
  readonly fixedIn: string;
}

export const recordedAdvisories: readonly RecordedAdvisory[] = [
  {
    ecosystem: "npm",
    package: "rehearsed-parser",
    id: "GHSA-0000-rehe-0001",
    title: "made for rehearsals: rehearsed-parser reads what it should not",
    severity: "high",
    versions: ["1.0.0", "1.0.1"],
    fixedIn: "1.0.2",
  },
  {
    ecosystem: "PyPI",
    package: "rehearsed-client",
    id: "GHSA-0000-rehe-0002",
    title: "made for rehearsals: rehearsed-client trusts everybody",
    severity: "critical",
    versions: ["2.0.0"],
    fixedIn: "2.0.1",
  },
];
