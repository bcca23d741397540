import { expect, test } from "vitest";
import type { Ran } from "../../../src/action/index.ts";
import type { Osv } from "../osv/osv.ts";
import { checkPip, type PipDeps, type PipRules } from "./pip-audit.ts";

const requirements = "# pinned\nFlask==2.0.0\nprivate_lib==1.0\n";

/** What the real one printed for a package that PyPI does not answer about: exit code 0, "no known vulnerabilities". */
const skipped =
  '{"dependencies": [{"name": "private-lib", "skip_reason": "Dependency not found on PyPI and could not be audited: private-lib (1.0)"}, {"name": "flask", "version": "2.0.0", "vulns": []}], "fixes": []}';
const found =
  '{"dependencies": [{"name": "private-lib", "version": "1.0", "vulns": []}, {"name": "flask", "version": "2.0.0", "vulns": [{"id": "PYSEC-2023-62", "fix_versions": ["2.2.5", "2.3.2"], "aliases": ["CVE-2023-30861"], "description": "s"}]}], "fixes": []}';

const ran = (stdout: string, code: number): Ran => ({
  command: "pip-audit",
  args: [],
  ended: { how: "exit", code },
  stdout,
  stderr: code === 0 ? "No known vulnerabilities found" : "requests.exceptions.ConnectionError: no route",
  truncated: false,
  took: 1,
});

const noOsv: Osv = { query: async () => [], vulnerabilities: async () => new Map() };

function world(answers: readonly Ran[], when: PipRules["osv"]["when"]) {
  const calls: (readonly string[])[] = [];
  const deps: PipDeps = {
    exec: async (_, args = []) => {
      calls.push(args);
      return answers[calls.length - 1] ?? ran("", 1);
    },
    files: { read: async () => requirements },
    runner: { workspace: "/w" },
    signal: new AbortController().signal,
  };
  const rules: PipRules = {
    program: "pip-audit",
    folder: "/w/app",
    requirements: ["requirements.txt"],
    osv: { when, url: new URL("https://osv.example"), ask: noOsv },
  };
  return { calls, check: () => checkPip(rules, deps) };
}

test("a package that PyPI does not know is asked about at OSV, not passed over as clean", async () => {
  const { calls, check } = world([ran(skipped, 0), ran(found, 1)], "fallback");
  const checked = await check();
  expect(calls[1]).toContain("https://osv.example/v1/query");
  expect(checked.error).toBeUndefined();
  expect(checked.notes).toEqual(["PyPI did not answer about private-lib; OSV was asked instead"]);
  expect(checked.findings).toMatchObject([
    { id: "PYSEC-2023-62", fixedIn: "2.2.5", fixable: "yes", place: { file: "app/requirements.txt", line: 2 } },
  ]);
});

test("where OSV may not be asked, it is said that nobody looked", async () => {
  const { check } = world([ran(skipped, 0)], "never");
  const checked = await check();
  expect(checked.looked).toBe("1 package");
  expect(checked.error?.message).toBe("pip-audit could not look at private-lib");
});

test("its exit code 1 without a report is a failure, not a finding", async () => {
  const { check } = world([ran("", 1)], "never");
  await expect(check()).rejects.toMatchObject({
    code: "tool-failed",
    message: "pip-audit gave no report: pip-audit ended with exit code 1",
    came: "requests.exceptions.ConnectionError: no route",
  });
});
