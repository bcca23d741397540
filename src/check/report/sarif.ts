import type { Finding, Rule, Severity } from "../finding.ts";
import { pageOf } from "./page.ts";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/** SARIF 2.1.0, for GitHub code scanning and whatever else shows findings. */
export function sarif(
  findings: readonly Finding[],
  rules: readonly Pick<Rule, "code" | "summary" | "severity">[],
): string {
  const used = rules.filter(({ code }) => findings.some((finding) => finding.code === code));
  const foreign = [...new Set(findings.map(({ code }) => code))].filter(
    (code) => !rules.some((rule) => rule.code === code),
  );
  const driver = {
    name: "tidegate",
    informationUri: "https://github.com/tidegate/tidegate",
    rules: [
      ...used.map(({ code, summary, severity }) => ({
        id: code,
        shortDescription: { text: summary },
        helpUri: pageOf(code),
        defaultConfiguration: { level: levels[severity] },
      })),
      ...foreign.map((id) => ({ id })),
    ],
  };
  const results = findings.map((finding) => ({
    ruleId: finding.code,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [location(finding)],
  }));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return JSON.stringify(log, null, 2);
}

function location({ file, line, column, endLine, endColumn, origin }: Finding) {
  const region =
    origin === undefined
      ? { startLine: line, startColumn: column, endLine, endColumn: Math.max(endColumn, endLine === line ? column : 1) }
      : { startLine: origin.line };
  return { physicalLocation: { artifactLocation: { uri: origin?.file ?? file, uriBaseId: "%SRCROOT%" }, region } };
}
