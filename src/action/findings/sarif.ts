import type { Severity } from "./severity.ts";

/** A finding in SARIF's terms. */
export interface SarifFinding {
  readonly id: string;
  readonly title: string;
  readonly url: string | undefined;
  readonly severity: Severity;
  readonly message: string;
  /** relative to the workspace; for what is in an image, the image's name */
  readonly file: string;
  readonly line: number | undefined;
  /** the same thing found again has the same */
  readonly fingerprint: string;
  /** beside `security` */
  readonly tag: string;
  /** why it does not count */
  readonly ignoredBecause?: string;
}

const level: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  unknown: "warning",
  medium: "warning",
  low: "note",
};

/** GitHub sorts alerts by this number (docs: "SARIF support for code scanning"). */
const securitySeverity: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  unknown: "5.0",
  medium: "5.0",
  low: "2.0",
};

function rulesOf(findings: readonly SarifFinding[]) {
  const first = new Map<string, SarifFinding>();
  for (const finding of findings) if (!first.has(finding.id)) first.set(finding.id, finding);
  return [...first.values()].map((finding) => ({
    id: finding.id,
    shortDescription: { text: finding.title === "" ? finding.id : finding.title },
    ...(finding.url === undefined ? {} : { helpUri: finding.url }),
    defaultConfiguration: { level: level[finding.severity] },
    properties: { "security-severity": securitySeverity[finding.severity], tags: ["security", finding.tag] },
  }));
}

const result = (finding: SarifFinding) => ({
  ruleId: finding.id,
  level: level[finding.severity],
  message: { text: finding.message },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: finding.file.replaceAll("\\", "/") },
        region: { startLine: finding.line ?? 1 },
      },
    },
  ],
  partialFingerprints: { "tidegate/v1": finding.fingerprint },
  ...(finding.ignoredBecause === undefined
    ? {}
    : { suppressions: [{ kind: "external", justification: finding.ignoredBecause }] }),
});

/** SARIF 2.1.0, one run; what is ignored stands in it as suppressed, with the reason. */
export function sarifText(tool: string, findings: readonly SarifFinding[]): string {
  const driver = { name: tool, informationUri: "https://github.com/tidegate/tidegate", rules: rulesOf(findings) };
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, results: findings.map(result) }],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
