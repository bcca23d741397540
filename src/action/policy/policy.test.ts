import { expect, test } from "vitest";
import { applyPolicy } from "./apply.ts";
import { parsePolicy } from "./read.ts";

const now = new Date("2026-11-21T12:00:00Z");
const text = `# what we live with
ignore:
  - id: GHSA-aaaa-bbbb-cccc
    reason: only a build tool
    expires: 2026-11-21
  - id: CVE-2026-1
    package: lodash
    reason: template() is never called
    expires: 2027-03-01
  - { id: B105, package: src/demo.py, reason: a demo, expires: 2026-11-20 }
  - id: CVE-2026-9
    reason: belongs to another scanner
    expires: 2027-01-01
`;
const finding = (id: string, name: string, aliases: readonly string[] = []) => ({ id, aliases, package: name });

test("entries hide what they name, by any name, through their last day", async () => {
  const policy = await parsePolicy("policy.yml", text, now);
  const found = [
    finding("GHSA-AAAA-bbbb-cccc", "x"),
    finding("GHSA-1", "lodash", ["CVE-2026-1"]),
    finding("GHSA-1", "lodash-es", ["CVE-2026-1"]),
    finding("B105", "src/demo.py"),
  ];
  const judged = applyPolicy(policy, found, now);
  expect(judged.ignored.map(({ entry }) => entry.line)).toEqual([3, 6]);
  expect(judged.kept).toEqual(found.slice(2));
  expect(judged.expired.map(({ id, line }) => [id, line])).toEqual([["B105", 10]]);
  expect(judged.unused.map(({ id }) => id)).toEqual(["CVE-2026-9"]);
});

test("the day after, it is a finding and hides nothing", async () => {
  const policy = await parsePolicy("policy.yml", text, now);
  const judged = applyPolicy(policy, [finding("GHSA-aaaa-bbbb-cccc", "x")], new Date("2026-11-22T00:00:00Z"));
  expect(judged.kept).toHaveLength(1);
  expect(judged.expired.map(({ id }) => id)).toEqual(["GHSA-aaaa-bbbb-cccc", "B105"]);
});

test("every mistake in the file is named at once", async () => {
  const broken = `ignore:
  - id: CVE-1
  - reason: x
    expires: tomorrow
  - { id: CVE-2, reason: x, expires: 2028-01-01, until: x }
  - text
`;
  await expect(parsePolicy("policy.yml", broken, now)).rejects.toMatchObject({
    code: "bad-file",
    message: `policy.yml cannot be used:
  entry 1 (CVE-1) has no reason: say why it may be ignored
  entry 1 (CVE-1) needs \`expires\` as a day, YYYY-MM-DD; came nothing
  entry 2 has no id
  entry 2 needs \`expires\` as a day, YYYY-MM-DD; came 'tomorrow'
  entry 3 (CVE-2) expires 2028-01-01, more than a year from now
  entry 3 (CVE-2) has an unknown key 'until'
  entry 4 has no id
  entry 4 has no reason: say why it may be ignored
  entry 4 needs \`expires\` as a day, YYYY-MM-DD; came nothing`,
  });
});

test.each([
  ["[1, 2", "policy.yml is not YAML"],
  ["ignored: []", "policy.yml cannot be used:\n  needs a list `ignore`"],
])("%j is refused", async (bad, message) => {
  await expect(parsePolicy("policy.yml", bad, now)).rejects.toThrow(message);
});

test("an empty file is a policy without entries, and its digest is of its bytes", async () => {
  expect(await parsePolicy("policy.yml", "", now)).toEqual({
    entries: [],
    digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  });
});
