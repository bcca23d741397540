import { createHash } from "node:crypto";
import type { Severity } from "../../../src/action/index.ts";
import type { Finding } from "../finding.ts";
import type { Result, Scanned } from "../result.ts";
import type { Package } from "./trivy.ts";

/** CycloneDX's words: https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_ratings_items_severity */
const severity: Readonly<Record<Severity, string>> = {
  critical: "critical",
  high: "high",
  medium: "medium",
  low: "low",
  unknown: "unknown",
};

const refOf = (one: Package) => one.purl ?? one.id;

/** The same content, the same number: a list can be compared with the last one. */
function serialNumber(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

/** `pkg:oci/shop@sha256:…?repository_url=ghcr.io/acme/shop` */
function subjectOf({ subject, digest, place }: Scanned) {
  if (digest === undefined) return { "bom-ref": subject, type: "application", name: place };
  const name = place.split("/").at(-1) ?? place;
  const purl = `pkg:oci/${name}@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent(place)}`;
  return { "bom-ref": purl, type: "container", name: place, version: digest, purl };
}

const component = (one: Package) => ({
  "bom-ref": refOf(one),
  type: "library",
  name: one.name,
  version: one.version,
  ...(one.purl === undefined ? {} : { purl: one.purl }),
  ...(one.licenses.length === 0 ? {} : { licenses: one.licenses.map((name) => ({ license: { name } })) }),
});

function vulnerability(finding: Finding, packages: readonly Package[]) {
  const affected = packages.filter(({ name, version }) => name === finding.package && version === finding.version);
  return {
    id: finding.id,
    ...(finding.url === undefined ? {} : { source: { url: finding.url } }),
    ratings: [{ severity: severity[finding.severity] }],
    description: finding.title,
    ...(finding.fixedIn === undefined ? {} : { recommendation: `Upgrade ${finding.package} to ${finding.fixedIn}` }),
    affects: affected.map((one) => ({ ref: refOf(one) })),
  };
}

/** CycloneDX 1.6: what is in it, what that needs, and what is known to be wrong with it. */
export function cycloneDx({ scanned, packages, findings, ignored, trivyVersion }: Result, now: Date): string {
  const each = [...new Map(packages.map((one) => [refOf(one), one])).values()];
  const refs = new Map(each.map((one) => [one.id, refOf(one)]));
  const all = [...findings, ...ignored.map(({ finding }) => finding)].filter(({ kind }) => kind === "vulnerability");
  const content = {
    components: each.map(component),
    dependencies: each.map((one) => ({
      ref: refOf(one),
      dependsOn: one.dependsOn.flatMap((id) => refs.get(id) ?? []),
    })),
    vulnerabilities: all.map((finding) => vulnerability(finding, each)),
  };
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: serialNumber(JSON.stringify([scanned, content])),
    version: 1,
    metadata: {
      timestamp: now.toISOString(),
      tools: {
        components: [
          { type: "application", name: "trivy", ...(trivyVersion === undefined ? {} : { version: trivyVersion }) },
        ],
      },
      component: subjectOf(scanned),
    },
    ...content,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
