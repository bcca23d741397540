import { countBySeverity, inWords, type Judged, type PolicyEntry, severities } from "../../src/action/index.ts";
import type { Checked, Finding } from "./finding.ts";
import { fails, type GateRules } from "./gate.ts";

/** All that the checks came to, judged. */
export interface Result {
  /** the worst first; an entry of the policy that ran out is among them */
  readonly findings: readonly Finding[];
  readonly ignored: Judged<Finding>["ignored"];
  readonly unused: readonly PolicyEntry[];
  readonly failing: readonly Finding[];
  readonly checks: readonly Checked[];
  readonly errors: readonly Error[];
}

const expiredFinding =
  (policyFile: string) =>
  (entry: PolicyEntry): Finding => ({
    check: "policy",
    source: "policy",
    id: entry.id,
    aliases: [],
    package: entry.package,
    version: undefined,
    severity: "high",
    title: `The exception for ${entry.id} ran out on ${entry.expires}: ${entry.reason}`,
    url: undefined,
    path: [],
    dev: false,
    fixable: "yes",
    fixedIn: undefined,
    fix: `mend what it stands for, or look again and renew it in ${policyFile}`,
    place: { file: policyFile, line: entry.line },
  });

const order = (a: Finding, b: Finding) =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  (a.package ?? "").localeCompare(b.package ?? "") ||
  a.id.localeCompare(b.id);

export function resultOf(
  checks: readonly Checked[],
  judged: Judged<Finding>,
  policyFile: string,
  rules: GateRules,
): Result {
  const findings = [...judged.expired.map(expiredFinding(policyFile)), ...[...judged.kept].sort(order)];
  return {
    findings,
    ignored: judged.ignored,
    unused: judged.unused,
    failing: findings.filter((finding) => fails(finding, rules)),
    checks,
    errors: checks.flatMap(({ error }) => error ?? []),
  };
}

/** `12 packages of npm, 3 files of Python` */
const looked = ({ checks }: Result) => checks.map(({ check, looked }) => `${looked} (${check})`).join(", ");

/** One sentence for the end of the log. */
export function conclusion(result: Result): string {
  const { findings, failing, ignored, errors } = result;
  const hidden = ignored.length > 0 ? `, ${ignored.length} ignored by the policy` : "";
  if (findings.length === 0)
    return errors.length > 0
      ? `not everything could be looked at, only ${looked(result)}`
      : `nothing found in ${looked(result)}${hidden}`;
  const all = `${inWords(findings)} in ${looked(result)}${hidden}`;
  if (failing.length === findings.length) return all;
  return `${all}; ${failing.length === 0 ? "none of them fails" : `${failing.length} of ${findings.length} fail`} the step`;
}

export const outputsOf = (result: Result) => {
  const { critical, high, medium, low, unknown } = countBySeverity(result.findings);
  const fixable = result.findings.filter((finding) => finding.fixable === "yes").length;
  return { critical, high, medium, low, unknown, fixable, ignored: result.ignored.length };
};
