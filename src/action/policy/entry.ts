/** One thing that is known, accepted for a while, and why. */
export interface PolicyEntry {
  /** an advisory or rule, by any of its names: `GHSA-…`, `CVE-…`, `B105` */
  readonly id: string;
  /** only in this package; for a finding in a source file, that file */
  readonly package: string | undefined;
  readonly reason: string;
  /** the last day it counts, `2027-03-01` */
  readonly expires: string;
  /** where it stands in the file, from 1 */
  readonly line: number;
}

/** What somebody decided to live with, in `.tidegate/policy.yml`, for every scanner alike. */
export interface Policy {
  readonly entries: readonly PolicyEntry[];
  /** of the file's bytes; of none where there is no file */
  readonly digest: `sha256:${string}`;
}

/** Anything that a policy can be about. */
export interface Ignorable {
  readonly id: string;
  /** other names of the same thing */
  readonly aliases: readonly string[];
  readonly package: string | undefined;
}
