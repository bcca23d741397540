import { countBySeverity, inWords, type Judged, type PolicyEntry, severities } from "../../src/action/index.ts";
import type { Finding } from "./finding.ts";
import { fails, type GateRules, isNew } from "./gate.ts";
import type { Package } from "./report/trivy.ts";

/** What was scanned, in words and as an address. */
export interface Scanned {
  /** `ghcr.io/acme/shop (sha256:0123456789ab)`, `folder src`, `SBOM app.json` */
  readonly subject: string;
  readonly digest: string | undefined;
  /** the name of the image, or the path: where SARIF says it is */
  readonly place: string;
  readonly platforms: readonly string[];
}

/** All that the scan came to, judged. */
export interface Result {
  readonly scanned: Scanned;
  /** the worst first; an entry of the policy that ran out is among them */
  readonly findings: readonly Finding[];
  readonly failing: readonly Finding[];
  /** not in the baseline; all of them where there is none */
  readonly fresh: readonly Finding[];
  readonly compared: boolean;
  readonly ignored: Judged<Finding>["ignored"];
  readonly unused: readonly PolicyEntry[];
  readonly packages: readonly Package[];
  /** how many parts of it a report came of */
  readonly seen: number;
  readonly trivyVersion: string | undefined;
  /** systems for which nobody writes advisories any more */
  readonly endOfLife: readonly string[];
  /** why not everything was looked at */
  readonly error: Error | undefined;
}

const ranOut =
  (policyFile: string) =>
  ({ id, package: name, expires, reason, line }: PolicyEntry): Finding => ({
    kind: "policy",
    id,
    aliases: [],
    package: name,
    version: undefined,
    severity: "high",
    title: `the exception ran out on ${expires}: ${reason}`,
    url: undefined,
    fixedIn: `mend what it stands for, or look again and renew it in ${policyFile}`,
    fixable: true,
    target: policyFile,
    file: policyFile,
    line,
    platforms: [],
  });

const worstFirst = (a: Finding, b: Finding) =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  (a.package ?? "").localeCompare(b.package ?? "") ||
  a.id.localeCompare(b.id) ||
  a.target.localeCompare(b.target);

export function resultOf(
  looked: Pick<Result, "scanned" | "packages" | "seen" | "trivyVersion" | "endOfLife" | "error">,
  judged: Judged<Finding>,
  policyFile: string,
  rules: GateRules,
): Result {
  const findings = [...judged.expired.map(ranOut(policyFile)), ...[...judged.kept].sort(worstFirst)];
  return {
    ...looked,
    findings,
    failing: findings.filter((finding) => fails(finding, rules)),
    fresh: findings.filter((finding) => isNew(finding, rules.baseline)),
    compared: rules.baseline !== undefined,
    ignored: judged.ignored,
    unused: judged.unused,
  };
}

export const outputsOf = ({ findings, fresh, ignored }: Result) => {
  const { critical, high, medium, low, unknown } = countBySeverity(findings);
  const fixable = findings.filter((finding) => finding.fixable).length;
  return { critical, high, medium, low, unknown, fixable, new: fresh.length, ignored: ignored.length };
};

/** Nothing found is no good news of a system that nobody looks after. */
export const outdated = (system: string): string =>
  `${system} gets no security updates any more: what is wrong with it is mostly not known`;

const places = ({ subject, platforms }: Scanned) =>
  platforms.length > 1 ? `${subject}, ${platforms.length} platforms` : subject;

/** One sentence for the end of the log. */
export function conclusion(result: Result): string {
  const { findings, failing, fresh, ignored, compared, scanned, error, seen } = result;
  const hidden = ignored.length > 0 ? `, ${ignored.length} ignored by the policy` : "";
  if (findings.length === 0 && error !== undefined)
    return seen === 0
      ? `${scanned.subject} could not be looked at`
      : `only ${scanned.platforms.slice(0, seen).join(", ")} of ${scanned.subject} could be looked at`;
  if (findings.length === 0) return `nothing found in ${places(scanned)}${hidden}`;
  const since = compared ? `, ${fresh.length} new` : "";
  const all = `${inWords(findings)} in ${places(scanned)}${since}${hidden}`;
  if (failing.length === findings.length) return all;
  return `${all}; ${failing.length === 0 ? "none of them fails" : `${failing.length} of ${findings.length} fail`} the step`;
}
