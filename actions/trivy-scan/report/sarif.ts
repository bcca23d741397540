import { type SarifFinding, sarifText } from "../../../src/action/index.ts";
import { type Finding, identity } from "../finding.ts";
import type { Result } from "../result.ts";

const messageOf = ({ package: name, version, title, fixedIn, target, platforms }: Finding): string =>
  [
    version === undefined ? title : `${name} ${version}: ${title}`,
    `In ${target}${platforms.length > 1 ? ` (${platforms.join(", ")})` : ""}.`,
    fixedIn === undefined ? "There is no fix yet." : `Fixed: ${fixedIn}`,
  ].join("\n");

const inSarif = (finding: Finding, place: string): SarifFinding => ({
  id: finding.id,
  title: finding.title,
  url: finding.url,
  severity: finding.severity,
  message: messageOf(finding),
  file: finding.file ?? place,
  line: finding.line,
  fingerprint: identity(finding),
  tag: finding.kind,
});

/** Everything that was found, whatever the gate says; what the policy ignores is in it as suppressed. */
export const sarif = ({ findings, ignored, scanned }: Result): string =>
  sarifText("tidegate trivy-scan", [
    ...findings.map((finding) => inSarif(finding, scanned.place)),
    ...ignored.map(({ finding, entry }) => ({ ...inSarif(finding, scanned.place), ignoredBecause: entry.reason })),
  ]);
