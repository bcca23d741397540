import { type SarifFinding, sarifText } from "../../../src/action/index.ts";
import type { Finding } from "../finding.ts";

const messageOf = ({ package: name, version, title, fix }: Finding) =>
  [version === undefined ? title : `${name} ${version}: ${title}`, fix === undefined ? "" : `Fix: ${fix}`]
    .filter((part) => part !== "")
    .join("\n");

const inSarif = (finding: Finding): SarifFinding => ({
  ...finding,
  ...finding.place,
  message: messageOf(finding),
  fingerprint: [finding.check, finding.id, finding.package, finding.version].join("|"),
  tag: finding.check,
});

/** What counts, and what the policy ignores as suppressed. */
export const sarif = (findings: readonly Finding[], ignored: readonly { finding: Finding; reason: string }[]): string =>
  sarifText("tidegate audit", [
    ...findings.map(inSarif),
    ...ignored.map(({ finding, reason }) => ({ ...inSarif(finding), ignoredBecause: reason })),
  ]);
