import type { Severity } from "../../src/action/index.ts";

/** One thing that is wrong, in Trivy's terms or ours. */
export interface Finding {
  readonly kind: "vulnerability" | "secret" | "misconfiguration" | "policy";
  /** `CVE-2026-1234`, a rule's name, or of the policy the entry that ran out */
  readonly id: string;
  /** the vendors' own names for it */
  readonly aliases: readonly string[];
  /** the package; of a secret or misconfiguration the file: what a policy's entry calls `package` */
  readonly package: string | undefined;
  readonly version: string | undefined;
  readonly severity: Severity;
  readonly title: string;
  readonly url: string | undefined;
  readonly fixedIn: string | undefined;
  readonly fixable: boolean;
  /** `debian 12.1`, `app/package-lock.json`, `Node.js`: the part of the image or folder */
  readonly target: string;
  /** in a scanned folder: where an annotation can show */
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** where it was found; empty for a folder or an SBOM */
  readonly platforms: readonly string[];
}

/** The same thing again, on another platform or in an earlier report, has the same. */
export const identity = ({ kind, id, package: name, version, target }: Finding): string =>
  JSON.stringify([kind, id, name, version, target]);

/** Across versions: an upgrade that does not mend it is not a new finding. */
export const kinship = ({
  kind,
  id,
  package: name,
  target,
}: Pick<Finding, "kind" | "id" | "package" | "target">): string =>
  // `debian 12.1` and `debian 12.2` are the same part of an image
  JSON.stringify([kind, id, name, target.replace(/^([a-z-]+) [\d.]+$/, "$1")]);

/** What several platforms have in common counts once. */
export function merged(findings: readonly Finding[]): readonly Finding[] {
  const byIdentity = new Map<string, Finding>();
  for (const finding of findings) {
    const key = identity(finding);
    const known = byIdentity.get(key);
    byIdentity.set(
      key,
      known === undefined ? finding : { ...known, platforms: [...new Set([...known.platforms, ...finding.platforms])] },
    );
  }
  return [...byIdentity.values()];
}
