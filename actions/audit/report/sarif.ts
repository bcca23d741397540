import type { Finding } from "../finding.ts";
import type { Severity } from "../severity.ts";

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

const messageOf = ({ package: name, version, title, fix }: Finding) =>
  [version === undefined ? title : `${name} ${version}: ${title}`, fix === undefined ? "" : `Fix: ${fix}`]
    .filter((part) => part !== "")
    .join("\n");

function rulesOf(findings: readonly Finding[]) {
  const first = new Map<string, Finding>();
  for (const finding of findings) if (!first.has(finding.id)) first.set(finding.id, finding);
  return [...first.values()].map((finding) => ({
    id: finding.id,
    shortDescription: { text: finding.title === "" ? finding.id : finding.title },
    ...(finding.url === undefined ? {} : { helpUri: finding.url }),
    defaultConfiguration: { level: level[finding.severity] },
    properties: { "security-severity": securitySeverity[finding.severity], tags: ["security", finding.check] },
  }));
}

/** SARIF 2.1.0, one run; what the policy ignores stands in it as suppressed, with the reason. */
export function sarif(findings: readonly Finding[], ignored: readonly { finding: Finding; reason: string }[]): string {
  const result = (finding: Finding, reason?: string) => ({
    ruleId: finding.id,
    level: level[finding.severity],
    message: { text: messageOf(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: finding.place.file.replaceAll("\\", "/") },
          region: { startLine: finding.place.line ?? 1 },
        },
      },
    ],
    partialFingerprints: { "tidegate/v1": [finding.check, finding.id, finding.package, finding.version].join("|") },
    ...(reason === undefined ? {} : { suppressions: [{ kind: "external", justification: reason }] }),
  });
  const all = [...findings, ...ignored.map(({ finding }) => finding)];
  const driver = {
    name: "tidegate audit",
    informationUri: "https://github.com/tidegate/tidegate",
    rules: rulesOf(all),
  };
  const results = [
    ...findings.map((one) => result(one)),
    ...ignored.map(({ finding, reason }) => result(finding, reason)),
  ];
  return `${JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [{ tool: { driver }, results }],
    },
    undefined,
    2,
  )}\n`;
}
