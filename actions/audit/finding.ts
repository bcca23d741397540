import type { Severity } from "../../src/action/index.ts";

/** Where a finding is in the project, for annotations and SARIF. */
export interface Place {
  /** relative to the workspace */
  readonly file: string;
  readonly line: number | undefined;
}

/** One thing that is wrong, whoever said so. */
export interface Finding {
  readonly check: "npm" | "pip" | "bandit" | "policy";
  /** `registry`, `osv`, `pip-audit`, `bandit`: who said so */
  readonly source: string;
  /** `GHSA-…`, `PYSEC-…`, `B105` */
  readonly id: string;
  readonly aliases: readonly string[];
  /** the package, or for code the file */
  readonly package: string | undefined;
  readonly version: string | undefined;
  readonly severity: Severity;
  readonly title: string;
  readonly url: string | undefined;
  /** how the package got here: `express`, `qs` */
  readonly path: readonly string[];
  readonly dev: boolean;
  /** `yes` with a version or not, `no`, or nobody knows */
  readonly fixable: "yes" | "no" | "unknown";
  readonly fixedIn: string | undefined;
  /** the command or the sentence that mends it */
  readonly fix: string | undefined;
  readonly place: Place;
}

/** What one check came to. Findings count also when something else went wrong. */
export interface Checked {
  readonly check: "npm" | "pip" | "bandit";
  readonly findings: readonly Finding[];
  /** `214 packages` */
  readonly looked: string;
  /** what a reader should know: what was left out, which source answered instead */
  readonly notes: readonly string[];
  readonly error: Error | undefined;
}

/** The same thing in the same package, said by two sources or through two paths, counts once. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ check, id, package: name, version, place }) => {
    const key = JSON.stringify([check, id, name, version, check === "bandit" ? place.line : ""]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
