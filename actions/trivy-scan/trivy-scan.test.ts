import { expect, test } from "vitest";
import { baselineIn } from "./baseline.ts";
import { type Finding, kinship, merged } from "./finding.ts";
import { fails } from "./gate.ts";
import { blobsOf, descriptor, layoutTag, manifestsIn } from "./image/manifest.ts";
import { cycloneDx } from "./report/cyclonedx.ts";
import { sarif } from "./report/sarif.ts";
import { summary } from "./report/summary.ts";
import { readTrivyReport } from "./report/trivy.ts";
import { conclusion, type Result, resultOf } from "./result.ts";
import { databaseArgv, scanArgv } from "./scanner/argv.ts";
import { lastWords, scannerError } from "./scanner/trouble.ts";
import { subjectOf } from "./subject.ts";

const finding = (over: Partial<Finding> = {}): Finding => ({
  kind: "vulnerability",
  id: "CVE-1",
  aliases: [],
  package: "openssl",
  version: "1",
  severity: "high",
  title: "bad",
  url: undefined,
  fixedIn: "2",
  fixable: true,
  target: "debian 12.1",
  file: undefined,
  line: undefined,
  platforms: ["linux/amd64"],
  ...over,
});
const rules = { failOn: "high", onlyFixable: false, baseline: undefined } as const;

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

test("what platforms have in common counts once, with all of them", () =>
  expect(
    merged([
      finding(),
      finding({ platforms: ["linux/arm64"] }),
      finding({ version: "0", platforms: ["linux/arm64"] }),
    ]).map(({ version, platforms }) => [version, platforms]),
  ).toEqual([
    ["1", ["linux/amd64", "linux/arm64"]],
    ["0", ["linux/arm64"]],
  ]));

test("an upgrade that does not mend it, of the package or of the base image, is nothing new", () => {
  expect(kinship(finding({ version: "2", target: "debian 12.9" }))).toBe(kinship(finding()));
  expect(kinship(finding({ target: "alpine 3.20" }))).not.toBe(kinship(finding()));
});

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

test("a report without results holds nothing, and one of another kind is refused", () => {
  expect(readTrivyReport({ SchemaVersion: 2 }, about).findings).toEqual([]);
  expect(readTrivyReport({ SchemaVersion: 2, Results: null }, about).findings).toEqual([]);
  for (const other of [[], null, "x", {}, { SchemaVersion: 1 }])
    expect(() => readTrivyReport(other, about)).toThrow("this is no report of Trivy's");
});

const about = { platform: undefined, isFolder: false };
const read = (...results: readonly object[]) =>
  readTrivyReport(JSON.parse(JSON.stringify({ SchemaVersion: 2, ArtifactName: "shop", Results: results })), about)
    .findings;

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
  expect(summary(result([], { endOfLife: ["alpine 3.10.2"] }))).toContain(
    "**alpine 3.10.2 gets no security updates any more",
  );
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

const container = { scanner: "trivy@sha256:x", name: "c", cache: "v" };
const options = { scanners: ["vuln"], skipFiles: ["a*"], skipFolders: ["b"], timeout: 90_500 };

test("a database is fetched with a network, from its mirrors in order, and with nothing to look at", () => {
  const argv = databaseArgv(container, "java", ["m1", "m2"]);
  expect(argv.filter((arg) => arg.startsWith("--java-db-repository"))).toEqual([
    "--java-db-repository=m1",
    "--java-db-repository=m2",
  ]);
  expect(argv).not.toContain("--network=none");
  expect(argv.join(" ")).not.toContain("type=bind");
});

test.each([
  [
    { kind: "image", layout: "/t/a,b", tag: "linux-arm64-v8" },
    '--mount=type=bind,"source=/t/a,b",target=/image,readonly',
    "--input=/image:linux-arm64-v8",
  ],
  [{ kind: "folder", folder: "/w/src" }, "--mount=type=bind,source=/w/src,target=/folder,readonly", "/folder"],
  [
    { kind: "sbom", file: "/w/my list.json" },
    "--mount=type=bind,source=/w/my list.json,target=/sbom/my_list.json,readonly",
    "/sbom/my_list.json",
  ],
  [
    { kind: "sbom", file: "/w/--help" },
    "--mount=type=bind,source=/w/--help,target=/sbom/--help,readonly",
    "/sbom/--help",
  ],
] as const)("a scan of %j", (target, mount, last) => {
  const argv = scanArgv(container, target, options);
  expect(argv).toContain(mount);
  expect(argv.at(-1)).toBe(last);
  expect(argv).toEqual(expect.arrayContaining(["--network=none", "--timeout=91s", "--skip-files=a*", "--skip-dirs=b"]));
  // what is for docker stands before the image, what is for Trivy after it
  const at = argv.indexOf("trivy@sha256:x");
  expect(argv.slice(at).filter((arg) => arg.startsWith("--mount") || arg.startsWith("--network"))).toEqual([]);
});

const ran = (over: object) => ({
  command: "docker",
  args: [],
  ended: { how: "exit", code: 1 } as const,
  stdout: "",
  stderr: "",
  truncated: false,
  took: 1,
  ...over,
});

test.each([
  [ran({ stderr: "FATAL Fatal error\tDB error: failed to download vulnerability DB: x" }), "scan", "database"],
  [ran({ stderr: "FATAL image scan error" }), "scan", "scanner"],
  [ran({ stderr: "anything" }), "database", "database"],
  [ran({ ended: { how: "exit", code: 125 }, stderr: "docker: no engine" }), "database", "scanner"],
  [ran({ ended: { how: "timeout", after: 1000 } }), "scan", "deadline"],
  [ran({ ended: { how: "signal", signal: "SIGKILL" } }), "scan", "scanner"],
  [ran({ ended: { how: "not-started", code: "ENOENT", reason: "" } }), "scan", "tool-missing"],
] as const)("an end that is no report: %#", (end, doing, code) =>
  expect(scannerError(end, doing, "x").code).toBe(code),
);

test("Trivy's last words are its fatal line and what follows, without the time", () => {
  expect(lastWords("2026-11-21T10:00:00Z\tINFO\ta\n2026-11-21T10:00:01Z\tFATAL\tb\n  - c\n")).toBe("FATAL\tb\n  - c");
  expect(lastWords("a\nb\n")).toBe("a\nb");
});

test("a digest names a file: nothing else may stand in its place", () => {
  for (const digest of ["../../etc/passwd", "sha256:xyz", "sha512:aa", ""])
    expect(() => descriptor({ digest, size: 1 }, "m")).toThrow("names a blob without a digest and size");
  const digest = `sha256:${"a".repeat(64)}`;
  expect(() => descriptor({ digest, size: -1 }, "m")).toThrow();
  expect(descriptor({ digest, size: 1 }, "m")).toEqual({ digest, size: 1, mediaType: "" });
  const foreign = { mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", digest, size: 1 };
  expect(blobsOf({ config: { digest, size: 1 }, layers: [foreign] }, "m").length).toBe(1);
});

test("an attestation is no platform, and each platform has a name in the layout", () => {
  const entry = (os: string, architecture: string) => ({
    digest: `sha256:${"a".repeat(64)}`,
    size: 1,
    platform: { os, architecture },
  });
  expect(
    manifestsIn({ manifests: [entry("linux", "arm64"), entry("unknown", "unknown")] }, "i").map(
      ({ platform }) => platform,
    ),
  ).toEqual(["linux/arm64"]);
  expect(["linux/amd64", "linux/arm64/v8"].map(layoutTag)).toEqual(["linux-amd64", "linux-arm64-v8"]);
});

const judged = (kept: readonly Finding[]) => ({ kept, ignored: [], expired: [], unused: [] });
const looked = {
  scanned: {
    subject: "shop (sha256:0123)",
    digest: `sha256:${"0".repeat(64)}`,
    place: "ghcr.io/acme/shop",
    platforms: ["linux/amd64", "linux/arm64"],
  },
  packages: [
    {
      id: "openssl@1",
      name: "openssl",
      version: "1",
      purl: "pkg:deb/debian/openssl@1",
      licenses: ["MIT"],
      dependsOn: ["libc@1", "gone@1"],
    },
    { id: "libc@1", name: "libc", version: "1", purl: undefined, licenses: [], dependsOn: [] },
  ],
  seen: 2,
  trivyVersion: "0.69.3",
  endOfLife: [],
  error: undefined,
};
const result = (kept: readonly Finding[], over: Partial<Result> = {}): Result => ({
  ...resultOf({ ...looked, ...over }, judged(kept), "p.yml", rules),
});

test.each([
  [result([]), "nothing found in shop (sha256:0123), 2 platforms"],
  [result([finding()]), "1 high in shop (sha256:0123), 2 platforms"],
  [
    result([finding(), finding({ id: "CVE-2", severity: "low" })]),
    "1 high, 1 low in shop (sha256:0123), 2 platforms; 1 of 2 fail the step",
  ],
  [result([finding({ severity: "low" })]), "1 low in shop (sha256:0123), 2 platforms; none of them fails the step"],
  [result([], { error: new Error("x"), seen: 0 }), "shop (sha256:0123) could not be looked at"],
  [result([], { error: new Error("x"), seen: 1 }), "only linux/amd64 of shop (sha256:0123) could be looked at"],
])("in one sentence: %#", (one, sentence) => expect(conclusion(one)).toBe(sentence));

test("CycloneDX: what is in it, what that needs, what is wrong with it; the same again has the same number", () => {
  const text = cycloneDx(result([finding()]), new Date(0));
  expect(JSON.parse(text)).toMatchObject({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { type: "container", name: "ghcr.io/acme/shop" } },
    components: [
      { "bom-ref": "pkg:deb/debian/openssl@1", name: "openssl", licenses: [{ license: { name: "MIT" } }] },
      { "bom-ref": "libc@1" },
    ],
    dependencies: [
      { ref: "pkg:deb/debian/openssl@1", dependsOn: ["libc@1"] },
      { ref: "libc@1", dependsOn: [] },
    ],
    vulnerabilities: [{ id: "CVE-1", ratings: [{ severity: "high" }], affects: [{ ref: "pkg:deb/debian/openssl@1" }] }],
  });
  expect(text).toMatch(
    /"serialNumber": "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/,
  );
  expect(cycloneDx(result([finding()]), new Date(0))).toBe(text);
});

test("SARIF holds everything, whatever the gate says", () => {
  const { runs } = JSON.parse(sarif(result([finding({ severity: "low" })])));
  expect(runs[0].results).toMatchObject([
    { ruleId: "CVE-1", level: "note", message: { text: expect.stringContaining("Fixed: 2") } },
  ]);
});

const digest = `sha256:${"a".repeat(64)}` as const;
const nothing = { name: undefined, image: undefined, layout: undefined, folder: undefined, sbom: undefined };

test.each([
  [
    { name: "GHCR.io/Acme/Shop", image: digest },
    { kind: "image", name: "ghcr.io/acme/shop", digest, layout: undefined },
  ],
  [
    { layout: "/l", image: digest },
    { kind: "image", name: "image", digest, layout: "/l" },
  ],
  [{ folder: "/f" }, { kind: "folder", folder: "/f" }],
  [{ sbom: "/s" }, { kind: "sbom", file: "/s" }],
])("what is scanned: %j", (given, subject) => expect(subjectOf({ ...nothing, ...given })).toEqual(subject));

test.each([
  [{}],
  [{ name: "a" }],
  [{ image: digest }],
  [{ layout: "/l" }],
  [{ folder: "/f", sbom: "/s" }],
  [{ name: "a", image: digest, folder: "/f" }],
])("not exactly one thing: %j", (given) =>
  expect(() => subjectOf({ ...nothing, ...given })).toThrow("exactly one thing"),
);
