import { expect, test } from "vitest";
import { baselineIn } from "./baseline.ts";
import { kinship } from "./finding.ts";
import { fails } from "./gate.ts";
import { finding, rules } from "./testing/result.ts";

test.each([
  ["high at the bar", finding(), rules, true],
  ["critical above it", finding({ severity: "critical" }), rules, true],
  ["medium below it", finding({ severity: "medium" }), rules, false],
  ["what nobody rated counts as high", finding({ severity: "unknown" }), rules, true],
  ["and not as critical", finding({ severity: "unknown" }), { ...rules, failOn: "critical" }, false],
  ["no fix, where only fixable ones fail", finding({ fixable: false }), { ...rules, onlyFixable: true }, false],
  ["a secret can always be taken out", finding({ kind: "secret" }), { ...rules, onlyFixable: true }, true],
  ["nothing, where nothing fails", finding({ kind: "policy" }), { ...rules, failOn: "none" }, false],
  ["an exception that ran out, whatever the bar", finding({ kind: "policy" }), { ...rules, failOn: "critical" }, true],
  ["what the baseline has", finding(), { ...rules, baseline: new Set([kinship(finding())]) }, false],
  ["what it has not", finding(), { ...rules, baseline: new Set<string>() }, true],
] as const)("the gate: %s", (_, one, gate, failing) => expect(fails(one, gate)).toBe(failing));

test("a baseline is our report, with what was ignored then, or one of Trivy's", () => {
  const ours = { tool: "trivy-scan", findings: [finding()], ignored: [finding({ id: "CVE-2" }), { id: 5 }] };
  expect(baselineIn(JSON.parse(JSON.stringify(ours)))).toEqual(
    new Set([kinship(finding()), kinship(finding({ id: "CVE-2" }))]),
  );
  const theirs = {
    SchemaVersion: 2,
    ArtifactName: "old",
    Results: [
      {
        Target: "old (debian 12.1)",
        Vulnerabilities: [{ VulnerabilityID: "CVE-1", PkgName: "openssl", Severity: "HIGH" }],
      },
    ],
  };
  expect(baselineIn(theirs)).toEqual(new Set([kinship(finding())]));
  expect(() => baselineIn({})).toThrow("this is no report of Trivy's");
});
