import type { ActionSpec } from "../../src/spec/action.ts";

export const spec = {
  name: "trivy-scan",
  title: "Scan an image with Trivy",
  description:
    "Scans every platform of an image, a folder or an SBOM once, and says what is wrong, what is new and what may be deployed.",
  inputs: {
    name: {
      type: "string",
      description: "The image's name, without tag or digest.",
      example: "ghcr.io/acme/shop",
    },
    image: { type: "digest", description: "The image's digest: output `image` of build-push." },
    layout: {
      type: "path",
      exists: "folder",
      within: "anywhere",
      description: "Where the image lies as an OCI layout, instead of a registry: output `layout` of build-push.",
    },
    platforms: {
      type: "list",
      separator: "comma",
      description: "Only these platforms of the image; left out: every one.",
      example: "linux/amd64",
    },
    folder: { type: "path", exists: "folder", description: "A folder to scan, instead of an image." },
    sbom: { type: "path", exists: "file", description: "An SBOM to scan, instead of an image: CycloneDX or SPDX." },
    scanners: {
      type: "list",
      separator: "comma",
      options: ["vuln", "secret", "misconfig"],
      description: "What to look for.",
      default: ["vuln", "secret"],
    },
    "fail-on": {
      type: "choice",
      options: ["critical", "high", "medium", "low", "none"],
      description: "The mildest severity that fails the step. What has no severity counts as high.",
      default: "high",
    },
    "only-fixable": {
      type: "boolean",
      description: "Fail only on what has a fix; the rest is reported.",
      default: false,
    },
    baseline: {
      type: "path",
      exists: "file",
      within: "anywhere",
      description: "An earlier report (output `report`), of what runs now: only what is new since then fails.",
    },
    "baseline-image": {
      type: "digest",
      description:
        "The same for an image of this name, say the one that runs now: it is scanned, too, by what is known today.",
    },
    policy: {
      type: "path",
      description: "What is ignored, each with a reason and an end.",
      default: ".tidegate/policy.yml",
    },
    "on-error": {
      type: "choice",
      options: ["fail", "warn"],
      description: "What an outage does: fail the step, or only warn. The verdict is tool-error either way.",
      default: "fail",
    },
    "skip-files": { type: "list", description: "Files to leave out, by Trivy's patterns." },
    "skip-folders": { type: "list", description: "Folders to leave out, by Trivy's patterns." },
    "db-mirrors": {
      type: "list",
      separator: "comma",
      description: "Where the vulnerability database comes from: the first that answers.",
      default: [
        "mirror.gcr.io/aquasec/trivy-db:2",
        "ghcr.io/aquasecurity/trivy-db:2",
        "public.ecr.aws/aquasecurity/trivy-db:2",
      ],
    },
    "java-db-mirrors": {
      type: "list",
      separator: "comma",
      description: "The same for the database of Java archives, fetched only for an image that holds some.",
      default: [
        "mirror.gcr.io/aquasec/trivy-java-db:1",
        "ghcr.io/aquasecurity/trivy-java-db:1",
        "public.ecr.aws/aquasecurity/trivy-java-db:1",
      ],
    },
    cache: {
      type: "string",
      description: "The Docker volume that keeps the databases.",
      pattern: "[a-zA-Z0-9][a-zA-Z0-9_.-]+",
      example: "tidegate-trivy",
      default: "tidegate-trivy",
    },
    scanner: {
      type: "string",
      description: "Trivy's own image, by digest: 0.69.3, the last release before the breach of March 2026.",
      pattern: "[^\\s@]+@sha256:[0-9a-f]{64}",
      example: "ghcr.io/aquasecurity/trivy@sha256:bcc376de8d77cfe086a917230e818dc9f8528e3c852f7b1aff648949b6258d1c",
      default: "ghcr.io/aquasecurity/trivy@sha256:bcc376de8d77cfe086a917230e818dc9f8528e3c852f7b1aff648949b6258d1c",
    },
    timeout: { type: "duration", description: "For the scan of one platform.", default: "10m", min: "10s" },
    username: { type: "string", description: "With `password`: who signs in to the image's registry." },
    password: { type: "secret", description: "Fetches the image. The scanner never sees it." },
    token: {
      type: "secret",
      description: "Fetches the image from ghcr.io where no password is given. Goes nowhere else.",
      default: "${{ github.token }}",
    },
    "report-folder": {
      type: "path",
      within: "anywhere",
      description: "Where the reports go; left out: a folder that goes away with the job.",
    },
  },
  outputs: {
    image: { type: "scanned-digest", description: "The same digest, now scanned." },
    scan: {
      type: "scan",
      description: "For kustomize-deploy: digest, platforms, verdict, policy digest, report hash.",
    },
    verdict: {
      type: "choice",
      options: ["ok", "findings", "tool-error"],
      description: "Nothing that fails, something, or: it could not look.",
    },
    error: { type: "string", description: "With tool-error: what broke, by its code in the table of failures." },
    critical: { type: "integer", description: "Findings of this severity, without the ignored." },
    high: { type: "integer", description: "The same for high." },
    medium: { type: "integer", description: "The same for medium." },
    low: { type: "integer", description: "The same for low." },
    unknown: { type: "integer", description: "Findings whose severity nobody states." },
    fixable: { type: "integer", description: "Findings that have a fix." },
    new: { type: "integer", description: "Findings that the baseline has not; without one, all of them." },
    ignored: { type: "integer", description: "Findings that the policy ignores." },
    report: { type: "path", description: "All of it, as JSON; Trivy's own reports lie beside it." },
    sarif: {
      type: "path",
      description: "The findings as SARIF, for GitHub's code scanning; only when everything was looked at.",
    },
    cyclonedx: { type: "path", description: "What is in it, and what is wrong with it, as CycloneDX." },
  },
  permissions: [
    {
      scope: "packages",
      level: "read",
      reason: "fetches the image from GHCR",
      when: { input: "layout", given: false },
    },
  ],
  errors: {
    "no-subject": {
      meaning: "Nothing to scan was named, or more than one thing.",
      hint: "Give `name` and `image`, or `layout` and `image`, or `folder`, or `sbom`.",
    },
    "image-missing": {
      meaning: "The registry or the layout has no such image.",
      hint: "Check `name` and `image`: the digest must have been pushed under this very name.",
    },
    "registry-denied": {
      meaning: "The registry does not let this job read the image.",
      hint: "For ghcr.io: `permissions: packages: read`; for others `username` and `password`.",
    },
    "wrong-digest": {
      meaning: "What came is not what its digest says. Nothing was scanned.",
      hint: "Do not use the image. Something between here and the registry changes content.",
    },
    database: {
      meaning: "The vulnerability database could not be fetched from any mirror.",
      hint: "Run the job again later, or name a mirror of your own in `db-mirrors`.",
    },
    scanner: {
      meaning: "Trivy itself failed, or gave no report.",
      hint: "Its last lines are above. This says nothing about the image.",
    },
  },
  runs: { using: "node24", post: true },
  branding: { icon: "search", color: "blue" },
  docs: "https://github.com/tidegate/tidegate/blob/main/actions/trivy-scan/README.md",
} as const satisfies ActionSpec;
