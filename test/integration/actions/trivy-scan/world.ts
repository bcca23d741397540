import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Scenario, ScriptedAnswer, ScriptedCall } from "../../../../src/action/testing/index.ts";
import { bundle } from "../../../../tools/bundle/bundle.ts";

/** The action's bundle, built once for the same sources. */
export const trivyScan = (): Promise<string> =>
  bundle(join(import.meta.dirname, "../../../.."), "actions/trivy-scan/main.ts");

const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const types = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
};

/** An image of two platforms that share a layer, with an attestation beside them, as a registry holds it. */
function image() {
  const blobs = new Map<string, string>();
  const manifests = new Map<string, { readonly type: string; readonly text: string }>();
  const blob = (text: string) => {
    blobs.set(digestOf(text), text);
    return { digest: digestOf(text), size: Buffer.byteLength(text) };
  };
  const manifest = (type: string, body: object) => {
    const text = JSON.stringify({ schemaVersion: 2, mediaType: type, ...body });
    manifests.set(digestOf(text), { type, text });
    return { mediaType: type, digest: digestOf(text), size: Buffer.byteLength(text) };
  };
  const shared = blob("a layer that both have");
  const one = (architecture: string) => ({
    ...manifest(types.manifest, {
      config: {
        mediaType: "application/vnd.oci.image.config.v1+json",
        ...blob(JSON.stringify({ os: "linux", architecture })),
      },
      layers: [shared, blob(`a layer for ${architecture}`)].map((layer) => ({
        mediaType: "application/vnd.oci.image.layer.v1.tar",
        ...layer,
      })),
    }),
    platform: { os: "linux", architecture },
  });
  const attestation = {
    mediaType: types.manifest,
    digest: digestOf("attestation"),
    size: 1,
    platform: { os: "unknown", architecture: "unknown" },
  };
  const top = manifest(types.index, { manifests: [one("amd64"), one("arm64"), attestation] });
  return { digest: top.digest, blobs, manifests };
}

export const shop = image();

/** A registry that holds the image as `acme/shop`. */
export const registry: Readonly<Record<string, ScriptedAnswer>> = {
  ...Object.fromEntries(
    [...shop.manifests].map(([digest, { type, text }]) => [
      `GET /v2/acme/shop/manifests/${digest}`,
      { headers: { "content-type": type }, body: text },
    ]),
  ),
  ...Object.fromEntries([...shop.blobs].map(([digest, text]) => [`GET /v2/acme/shop/blobs/${digest}`, { body: text }])),
};

const vulnerability = (over: object) => ({
  VulnerabilityID: "CVE-2026-0001",
  PkgID: "openssl@3.0.15-1",
  PkgName: "openssl",
  PkgIdentifier: { PURL: "pkg:deb/debian/openssl@3.0.15-1?arch=amd64" },
  InstalledVersion: "3.0.15-1",
  FixedVersion: "3.0.16-1",
  Status: "fixed",
  Severity: "CRITICAL",
  Title: "openssl: a buffer grows beyond its end",
  PrimaryURL: "https://avd.aquasec.com/nvd/cve-2026-0001",
  ...over,
});

/** As Trivy writes it for one platform of the layout. */
export const report = (tag: string, results: readonly object[] = [os(tag), node]) =>
  JSON.stringify({
    SchemaVersion: 2,
    Trivy: { Version: "0.69.3" },
    ArtifactName: `/image:${tag}`,
    ArtifactType: "container_image",
    Results: results,
  });

const os = (tag: string) => ({
  Target: `/image:${tag} (debian 12.11)`,
  Class: "os-pkgs",
  Type: "debian",
  Packages: [
    {
      ID: "openssl@3.0.15-1",
      Name: "openssl",
      Version: "3.0.15-1",
      Identifier: { PURL: "pkg:deb/debian/openssl@3.0.15-1?arch=amd64" },
      DependsOn: ["libc6@2.36-9"],
    },
    {
      ID: "libc6@2.36-9",
      Name: "libc6",
      Version: "2.36-9",
      Identifier: { PURL: "pkg:deb/debian/libc6@2.36-9?arch=amd64" },
      Licenses: ["LGPL-2.1"],
    },
  ],
  Vulnerabilities: [
    vulnerability({}),
    vulnerability({
      VulnerabilityID: "CVE-2026-0002",
      PkgName: "libc6",
      InstalledVersion: "2.36-9",
      FixedVersion: "",
      Severity: "HIGH",
      Title: "glibc: no fix yet",
      PrimaryURL: "https://avd.aquasec.com/nvd/cve-2026-0002",
    }),
  ],
});

const node = {
  Target: "Node.js",
  Class: "lang-pkgs",
  Type: "node-pkg",
  Vulnerabilities: [
    vulnerability({
      VulnerabilityID: "CVE-2026-0003",
      PkgName: "qs",
      PkgPath: "app/node_modules/qs/package.json",
      InstalledVersion: "6.7.0",
      FixedVersion: "6.7.3",
      Severity: "MEDIUM",
      Title: "qs: prototype pollution",
      PrimaryURL: "https://avd.aquasec.com/nvd/cve-2026-0003",
    }),
  ],
};

export const clean = (tag: string) => report(tag, []);

export const database: ScriptedCall = {
  args: ["run"],
  holds: ["--download-db-only"],
  stderr: "INFO [vulndb] Downloading artifact...\n",
};
export const scanOf = (tag: string, stdout: string): ScriptedCall => ({
  args: ["run"],
  holds: [`--input=/image:${tag}`],
  stdout,
});
export const bothWith = (write: (tag: string) => string): readonly ScriptedCall[] => [
  database,
  scanOf("linux-amd64", write("linux-amd64")),
  scanOf("linux-arm64", write("linux-arm64")),
];

/** A scan of the image above; what a test changes comes on top. */
export const scenario = (
  built: string,
  over: Partial<Scenario> & { readonly with?: Readonly<Record<string, string>> } = {},
): Scenario => ({
  bundle: built,
  inputs: ({ http }) => ({
    name: `${http.replace("http://", "")}/acme/shop`,
    image: shop.digest,
    token: "ghs_0123456789abcdef",
    ...over.with,
  }),
  http: registry,
  tools: { docker: bothWith((tag) => report(tag)) },
  volatile: [
    [/tidegate-trivy-[0-9a-f]{8}/g, "tidegate-trivy-<id>"],
    [/("reportHash":"sha256:)[0-9a-f]{64}/g, "$1<hash>"],
    [/urn:uuid:[0-9a-f-]{36}/g, "urn:uuid:<uuid>"],
    [/"timestamp": "[^"]+"/g, '"timestamp": "<now>"'],
  ],
  ...over,
});

/** The transcript without the requests: blobs are fetched side by side, in no order. */
export const withoutRequests = (text: string): string => text.replace(/── requests\n[\s\S]*?\n(?=\n── |$)/, "");
