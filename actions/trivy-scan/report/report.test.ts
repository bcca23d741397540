import { expect, test } from "vitest";
import { finding, result } from "../testing/result.ts";
import { cycloneDx } from "./cyclonedx.ts";
import { sarif } from "./sarif.ts";
import { summary } from "./summary.ts";

test("a system that nobody looks after any more is told to whoever reads the summary", () =>
  expect(summary(result([], { endOfLife: ["alpine 3.10.2"] }))).toContain(
    "**alpine 3.10.2 gets no security updates any more",
  ));

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
