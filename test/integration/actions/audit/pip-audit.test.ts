import { expect, test } from "vitest";
import { play } from "../../../../src/action/testing/index.ts";
import { withPython } from "./python.ts";

const requirements = `flask==2.0.0 --hash=sha256:${"a".repeat(64)}\nclick==8.1.7 --hash=sha256:${"b".repeat(64)}\n`;

const flask = {
  id: "PYSEC-2023-62",
  aliases: ["CVE-2023-30861", "GHSA-m2qf-hxjv-5gpq"],
  summary: "Flask: session cookie without Vary header",
  details: "…",
  modified: "2023-05-02T00:00:00Z",
  published: "2023-05-02T00:00:00Z",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N" }],
  affected: [
    {
      package: { ecosystem: "PyPI", name: "flask" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.2.5" }] }],
      versions: ["2.0.0"],
    },
  ],
};

test("the real pip-audit against a local OSV: the finding, its severity from OSV, its line", async () => {
  const transcript = await play(
    await withPython({
      inputs: ({ http }) => ({ checks: "pip", osv: "always", "osv-url": http }),
      files: { "requirements.txt": requirements },
      http: {
        "POST /v1/query": ({ body }) => ({ body: body.includes('"flask"') ? { vulns: [flask] } : {} }),
        "GET /v1/vulns/PYSEC-2023-62": { body: flask },
        "GET /v1/vulns/GHSA-m2qf-hxjv-5gpq": { status: 404 },
      },
    }),
  );
  await expect(transcript.text).toMatchFileSnapshot("snapshots/pip-audit.txt");
});

test("the real pip-audit when the service is down: its own words, and no verdict about the packages", async () => {
  const { exit, outputs, log } = await play(
    await withPython({
      inputs: ({ http }) => ({ checks: "pip", osv: "always", "osv-url": http }),
      files: { "requirements.txt": requirements },
      http: { "POST /v1/query": { status: 500 } },
    }),
  );
  expect([exit, outputs["verdict"], outputs["high"]]).toEqual([2, "tool-error", "0"]);
  expect(log).toContain("pip-audit gave no report");
});

test("no Python that fits is said before anything is installed", async () => {
  const { exit, log } = await play(
    await withPython({
      inputs: { checks: "pip", python: "old-python" },
      files: { "requirements.txt": requirements },
      tools: { "old-python": [{ stdout: "Python 3.8.10\n" }] },
    }),
  );
  expect(exit).toBe(2);
  expect(log).toContain("old-python cannot be used");
  expect(log).toContain("came: Python 3.8");
});
