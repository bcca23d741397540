import { expect, test } from "vitest";
import { inWords, severityFrom } from "../../src/action/index.ts";
import { baseScore, severityOfScore } from "./cvss.ts";
import { distinct, type Finding } from "./finding.ts";
import { fails } from "./gate.ts";
import { additional } from "./npm/findings.ts";
import { fixedVersion, type Vulnerability, vulnerabilitySeverity } from "./osv/vulnerability.ts";
import { conclusion, resultOf } from "./result.ts";

const finding = (over: Partial<Finding> = {}): Finding => ({
  check: "npm",
  source: "registry",
  id: "GHSA-1",
  aliases: [],
  package: "a",
  version: "1.0.0",
  severity: "high",
  title: "",
  url: undefined,
  path: ["a"],
  dev: false,
  fixable: "yes",
  fixedIn: "1.0.1",
  fix: "npm update a",
  place: { file: "package-lock.json", line: 1 },
  ...over,
});

// scores as FIRST's own examples give them (first.org/cvss/v3.1/examples, first.org/cvss/v4.0/examples)
test.each([
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, "critical"],
  ["CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4, "medium"],
  ["CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1, "low"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H", 9.6, "critical"],
  ["CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 7.8, "high"],
  ["CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5, "high"],
  ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0, "low"],
  ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10, "critical"],
  ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3, "critical"],
  ["CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3, "high"],
  ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0, "low"],
])("%s is %d", (vector, score, severity) => {
  expect(baseScore(vector)).toBe(score);
  expect(severityOfScore(score)).toBe(severity);
});

test.each(["CVSS:4.0/AV:N/AC:L", "CVSS:3.1/AV:N", "", "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"])(
  "%j has no score",
  (vector) => expect(baseScore(vector)).toBeUndefined(),
);

test("every source's words for severity", () => {
  expect(["critical", "HIGH", "moderate", "MEDIUM", "low", "info", "UNDEFINED", undefined].map(severityFrom)).toEqual([
    "critical",
    "high",
    "medium",
    "medium",
    "low",
    "low",
    "unknown",
    "unknown",
  ]);
});

test.each([
  ["high", false, { severity: "high" }, true],
  ["high", false, { severity: "critical" }, true],
  ["high", false, { severity: "medium" }, false],
  ["low", false, { severity: "low" }, true],
  ["high", false, { severity: "unknown" }, true],
  ["critical", false, { severity: "unknown" }, false],
  ["none", false, { severity: "critical" }, false],
  ["high", true, { fixable: "no" }, false],
  ["high", true, { fixable: "unknown" }, true],
  ["critical", false, { check: "policy", severity: "high" }, true],
  ["none", false, { check: "policy" }, false],
] as const)("fail-on %s, only-fixable %s, %j: %s", (failOn, onlyFixable, over, failing) => {
  expect(fails(finding(over), { failOn, onlyFixable })).toBe(failing);
});

test("the same thing through two places counts once, two versions twice", () => {
  expect(distinct([finding(), finding({ path: ["b", "a"] }), finding({ version: "2.0.0" })])).toHaveLength(2);
});

test("OSV adds only what the registry did not name, under any name", () => {
  const known = [finding({ id: "GHSA-AAAA-bbbb-cccc" })];
  const others = [
    finding({ source: "osv", id: "CVE-1", aliases: ["GHSA-aaaa-bbbb-cccc"] }),
    finding({ source: "osv", id: "CVE-2" }),
    finding({ source: "osv", id: "GHSA-aaaa-bbbb-cccc", version: "2.0.0" }),
  ];
  expect(additional(known, others)).toEqual(others.slice(1));
});

const vulnerability = (over: Partial<Vulnerability>): Vulnerability => ({
  id: "X",
  aliases: [],
  severity: [],
  affected: [],
  ...over,
});

test("OSV: GitHub's word first, else the worst score, else unknown", () => {
  const score = (text: string) => ({ type: "CVSS_V3", score: text });
  const severity = [
    score("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N"),
    score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
  ];
  expect(vulnerabilitySeverity(vulnerability({ severity, database_specific: { severity: "MODERATE" } }))).toBe(
    "medium",
  );
  expect(vulnerabilitySeverity(vulnerability({ severity }))).toBe("critical");
  expect(vulnerabilitySeverity(vulnerability({ severity: [score("CVSS:4.0/AV:N")] }))).toBe("unknown");
});

test("OSV: the fix is the lowest above the version, of this package", () => {
  const affected = (name: string, fixed: string) => ({
    package: { ecosystem: "npm", name },
    ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }],
  });
  const one = vulnerability({ affected: [affected("a", "2.1.0"), affected("a", "1.5.0"), affected("other", "1.0.1")] });
  expect(fixedVersion(one, "a", "1.0.0")).toBe("1.5.0");
  expect(fixedVersion(one, "a", "2.0.0")).toBe("2.1.0");
  expect(fixedVersion(one, "a", "3.0.0")).toBeUndefined();
});

const judged = (kept: readonly Finding[]) => ({ kept, ignored: [], expired: [], unused: [] });
const rules = { failOn: "high", onlyFixable: false } as const;
const check = { check: "npm", findings: [], looked: "3 packages", notes: [] } as const;

test.each([
  [[], undefined, "nothing found in 3 packages (npm)"],
  [[], new Error("x"), "not everything could be looked at, only 3 packages (npm)"],
  [[finding()], undefined, "1 high in 3 packages (npm)"],
  [[finding({ severity: "low" })], undefined, "1 low in 3 packages (npm); none of them fails the step"],
  [
    [finding(), finding({ severity: "unknown" }), finding({ severity: "low" })],
    undefined,
    "1 high, 1 low, 1 of unknown severity in 3 packages (npm); 2 of 3 fail the step",
  ],
])("the conclusion of %# is one honest sentence", (found, error, sentence) => {
  expect(conclusion(resultOf([{ ...check, error }], judged(found), "policy.yml", rules))).toBe(sentence);
});

test("findings come the worst first", () => {
  const { findings } = resultOf(
    [],
    judged([finding({ severity: "low" }), finding({ severity: "critical" })]),
    "p",
    rules,
  );
  expect(findings.map(({ severity }) => severity)).toEqual(["critical", "low"]);
  expect(inWords(findings)).toBe("1 critical, 1 low");
});
