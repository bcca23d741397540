import { expect, test } from "vitest";
import { play, type Scenario } from "../../../../src/action/testing/index.ts";
import { bothWith, clean, database, registry, report, scanOf, scenario, shop, trivyScan } from "./world.ts";

const built = await trivyScan();

const policy = (expires: string) => `ignore:
  - id: CVE-2026-0001
    package: openssl
    reason: the shop never asks openssl for this
    expires: ${expires}
  - id: CVE-2020-9999
    reason: long gone
    expires: ${expires}
`;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** the inputs, the files → verdict, exit code, and counts */
test.each<[string, Partial<Scenario> & { readonly with?: Readonly<Record<string, string>> }, object, number]>([
  [
    "high and worse fail",
    {},
    { verdict: "findings", critical: "1", high: "1", medium: "1", fixable: "2", new: "3" },
    1,
  ],
  ["only critical ones", { with: { "fail-on": "critical", "only-fixable": "true" } }, { verdict: "findings" }, 1],
  ["none", { with: { "fail-on": "none" } }, { verdict: "ok", critical: "1" }, 0],
  [
    "what runs now is the same: nothing new, nothing fails, all is reported",
    { with: { baseline: "before.json" }, files: { "before.json": report("linux-amd64") } },
    { verdict: "ok", critical: "1", high: "1", new: "0" },
    0,
  ],
  [
    "what runs now had only the one in libc6: the new one fails",
    {
      with: { baseline: "before.json" },
      files: {
        "before.json": JSON.stringify({
          tool: "trivy-scan",
          findings: [{ kind: "vulnerability", id: "CVE-2026-0002", package: "libc6", target: "debian 12.10" }],
        }),
      },
    },
    { verdict: "findings", new: "2" },
    1,
  ],
  [
    "the policy ignores one, with its reason; what has no fix does not fail",
    { with: { "only-fixable": "true" }, files: { ".tidegate/policy.yml": policy(inDays(30)) } },
    { verdict: "ok", critical: "0", ignored: "1" },
    0,
  ],
  [
    "an exception that ran out is a finding, and hides nothing",
    { with: { "fail-on": "critical" }, files: { ".tidegate/policy.yml": policy(inDays(-2)) } },
    { verdict: "findings", critical: "1", ignored: "0" },
    1,
  ],
])("the gate: %s", async (_, over, outputs, exit) => {
  const transcript = await play(scenario(built, over));
  expect(transcript.outputs).toMatchObject(outputs);
  expect(transcript.exit).toBe(exit);
});

test("an exception that matched nothing is named", async () => {
  const { log } = await play(scenario(built, { files: { ".tidegate/policy.yml": policy(inDays(30)) } }));
  expect(log).toContain("the policy's line 6, CVE-2020-9999, matched nothing here");
});

test("the report of one scan is the baseline of the next", async () => {
  const first = await play(scenario(built, { with: { "report-folder": "reports" } }));
  const second = await play(
    scenario(built, {
      with: { baseline: "before.json" },
      files: { "before.json": first.written["reports/trivy-scan.json"] ?? "" },
      tools: { docker: bothWith((tag) => report(tag)) },
    }),
  );
  expect(second.outputs).toMatchObject({ verdict: "ok", new: "0", critical: "1" });
});

test("what runs now is the baseline, scanned by what is known today: only what is new fails", async () => {
  const same = await play(
    scenario(built, {
      with: { "baseline-image": shop.digest },
      tools: { docker: bothWith((tag) => report(tag)) },
    }),
  );
  expect([same.exit, same.outputs]).toMatchObject([0, { verdict: "ok", new: "0", critical: "1" }]);
  // the database is fetched once, each platform of both is looked at
  expect(same.calls.filter(({ args }) => args[0] === "run")).toHaveLength(5);
  const better = await play(
    scenario(built, {
      with: { "baseline-image": shop.digest, platforms: "linux/amd64" },
      tools: {
        docker: [
          database,
          { ...scanOf("linux-amd64", clean("linux-amd64")), times: 1 },
          ...bothWith((tag) => (tag === "linux-arm64" ? clean(tag) : report(tag))),
        ],
      },
    }),
  );
  expect([better.exit, better.outputs]).toMatchObject([1, { verdict: "findings", new: "3" }]);
});

test("what runs now and cannot be had is an error, and nothing is taken for new", async () => {
  const { exit, outputs } = await play(
    scenario(built, {
      with: { "baseline-image": `sha256:${"0".repeat(64)}` },
      http: { ...registry, "*": { status: 404 } },
    }),
  );
  expect([exit, outputs["verdict"], outputs["error"]]).toEqual([2, "tool-error", "image-missing"]);
});

test("a baseline that is none stops before anything is scanned", async () => {
  const { exit, log, calls } = await play(
    scenario(built, { with: { baseline: "b.json" }, files: { "b.json": "<html>" } }),
  );
  expect([exit, calls]).toEqual([2, []]);
  expect(log).toContain("is no earlier report");
});
