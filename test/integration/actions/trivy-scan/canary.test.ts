import { expect, test } from "vitest";
import { canaryProblems } from "../../../../src/action/testing/index.ts";
import { bothWith, database, registry, scenario, shop, trivyScan } from "./world.ts";

const built = await trivyScan();

const hostileReport = (text: string) =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: text,
    Trivy: { Version: text },
    Results: [
      {
        Target: text,
        Packages: [{ ID: text, Name: text, Version: text, Identifier: { PURL: text }, Licenses: [text] }],
        Vulnerabilities: [
          {
            VulnerabilityID: text,
            PkgName: text,
            PkgPath: text,
            InstalledVersion: text,
            FixedVersion: text,
            Severity: "CRITICAL",
            Title: text,
            PrimaryURL: `https://x/${text}`,
            VendorIDs: [text],
          },
        ],
        Secrets: [{ RuleID: text, Title: text, Severity: text, StartLine: 1 }],
        Misconfigurations: [{ ID: text, Message: text, Resolution: text, Severity: "HIGH", Status: text }],
      },
    ],
  });

test("a hostile image, by what Trivy reports of it, achieves nothing", async () => {
  expect(
    await canaryProblems((text) => scenario(built, { tools: { docker: bothWith(() => hostileReport(text)) } })),
  ).toEqual([]);
});

test("a hostile folder achieves nothing", async () => {
  expect(
    await canaryProblems((text) => ({
      ...scenario(built),
      inputs: { folder: ".", token: "ghs_0123456789abcdef" },
      tools: { docker: [database, { args: ["run"], stdout: hostileReport(text) }] },
    })),
  ).toEqual([]);
});

test("a hostile scanner achieves nothing", async () => {
  expect(
    await canaryProblems((text) => scenario(built, { tools: { docker: [{ ...database, stderr: text, exit: 1 }] } })),
  ).toEqual([]);
  expect(
    await canaryProblems((text) => scenario(built, { tools: { docker: [database, { args: ["run"], stdout: text }] } })),
  ).toEqual([]);
});

test("a hostile registry achieves nothing", async () => {
  const manifest = `GET /v2/acme/shop/manifests/${shop.digest}`;
  expect(
    await canaryProblems((text) =>
      scenario(built, { with: { platforms: text }, http: { ...registry, [manifest]: { status: 403, body: text } } }),
    ),
  ).toEqual([]);
});
