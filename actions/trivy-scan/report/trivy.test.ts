import { expect, test } from "vitest";
import { readTrivyReport } from "./trivy.ts";

const about = { platform: undefined, isFolder: false };
const read = (...results: readonly object[]) =>
  readTrivyReport(JSON.parse(JSON.stringify({ SchemaVersion: 2, ArtifactName: "shop", Results: results })), about)
    .findings;

test("a report without results holds nothing, and one of another kind is refused", () => {
  expect(readTrivyReport({ SchemaVersion: 2 }, about).findings).toEqual([]);
  expect(readTrivyReport({ SchemaVersion: 2, Results: null }, about).findings).toEqual([]);
  for (const other of [[], null, "x", {}, { SchemaVersion: 1 }])
    expect(() => readTrivyReport(other, about)).toThrow("this is no report of Trivy's");
});

test.each([
  ["a fix", { FixedVersion: "1.2, 2.0" }, { fixedIn: "1.2, 2.0", fixable: true }],
  ["none, left out", { Status: "affected" }, { fixedIn: undefined, fixable: false }],
  [
    "none, and there will be none",
    { FixedVersion: "", Status: "will_not_fix" },
    { fixedIn: undefined, fixable: false },
  ],
  ["nothing but blanks", { FixedVersion: " " }, { fixedIn: undefined, fixable: false }],
  ["no severity", { Severity: "" }, { severity: "unknown" }],
  ["a severity that is none", { Severity: "NEGLIGIBLE" }, { severity: "unknown" }],
  ["numbers where words belong", { Severity: 7, Title: 8, PkgName: 9 }, { severity: "unknown", package: undefined }],
  ["no title", { Title: undefined, Description: "first\nsecond" }, { title: "first" }],
  ["where in the image", { PkgPath: "app/x.jar" }, { target: "Java: app/x.jar" }],
])("Trivy tells of %s", (_, more, expected) =>
  expect(
    read({
      Target: "Java",
      Vulnerabilities: [{ VulnerabilityID: "CVE-1", PkgName: "a", Severity: "HIGH", Title: "t", ...more }],
    }),
  ).toMatchObject([{ kind: "vulnerability", id: "CVE-1", ...expected }]),
);

test("what passed, what a policy excepts, what VEX took out, licences and rules of the user's own are no findings", () =>
  expect(
    read(
      {
        Target: "Dockerfile",
        Class: "config",
        MisconfSummary: { Successes: 20, Failures: 1, Exceptions: 1 },
        Misconfigurations: [
          { ID: "DS001", Status: "PASS" },
          { ID: "DS002", Status: "EXCEPTION" },
          { ID: "DS003", Status: "FAIL", Severity: "LOW", CauseMetadata: { StartLine: 3 } },
        ],
      },
      {
        Target: "go.mod",
        Vulnerabilities: null,
        ExperimentalModifiedFindings: [
          {
            Type: "vulnerability",
            Status: "not_affected",
            Finding: { VulnerabilityID: "CVE-2", Severity: "CRITICAL" },
          },
        ],
      },
      { Target: "OS Packages", Class: "license", Licenses: [{ Severity: "HIGH", Name: "GPL-3.0", PkgName: "a" }] },
      { Target: "x.yaml", Class: "custom", CustomResources: [{ Type: "t", Data: {} }] },
    ).map(({ id, line }) => [id, line]),
  ).toEqual([["DS003", 3]]));

test("a system that nobody looks after any more is told", () => {
  const system = (OS: object) =>
    readTrivyReport(JSON.parse(JSON.stringify({ SchemaVersion: 2, Metadata: { OS } })), about).endOfLife;
  expect(system({ Family: "alpine", Name: "3.10.2", EOSL: true })).toBe("alpine 3.10.2");
  expect(system({ Family: "alpine", Name: "3.22.1" })).toBeUndefined();
});

test("a secret's match is nowhere in what we make of it", () => {
  const report = {
    SchemaVersion: 2,
    Results: [
      {
        Target: "a.env",
        Secrets: [
          {
            RuleID: "r",
            Title: "Token",
            Severity: "HIGH",
            StartLine: 2,
            Match: "hunter2",
            Code: { Lines: [{ Content: "hunter2" }] },
          },
        ],
      },
    ],
  };
  const read = readTrivyReport(report, { platform: undefined, isFolder: true });
  expect(JSON.stringify(read)).not.toContain("hunter2");
  expect(read.findings).toMatchObject([{ kind: "secret", file: "a.env", line: 2, severity: "high" }]);
});
