/**
 * What public actions need of the token, and the types of inputs that their manifests leave open: read from each action's
 * own documentation, by a person. An action that is not here says nothing, and each step that uses it must.
 */
import type { PermissionNeed } from "../../spec/index.ts";

export interface Reviewed {
  /** where it is written */
  readonly source: string;
  readonly permissions: readonly PermissionNeed[];
  /** a TypeScript type, by the input's name in the manifest */
  readonly types?: Readonly<Record<string, string>>;
}

const nothing = (source: string, types: Reviewed["types"] = {}): Reviewed => ({ source, permissions: [], types });
const readme = (action: string) => `https://github.com/${action}#readme`;
const oidc = (input: string): PermissionNeed => ({
  scope: "id-token",
  level: "write",
  reason: "signs in with the workflow's identity",
  when: { input, given: true },
});
const attest: readonly PermissionNeed[] = [
  { scope: "id-token", level: "write", reason: "signs with the workflow's identity" },
  { scope: "attestations", level: "write", reason: "stores the attestation" },
];

export const reviewed: Readonly<Record<string, Reviewed>> = {
  "actions/checkout": {
    source: readme("actions/checkout"),
    permissions: [{ scope: "contents", level: "read", reason: "checks out the code" }],
    types: { submodules: 'boolean | "recursive"' },
  },
  "actions/setup-node": nothing(readme("actions/setup-node"), {
    cache: '"npm" | "yarn" | "pnpm"',
    "node-version": "string | number",
  }),
  "actions/setup-python": nothing(readme("actions/setup-python"), {
    cache: '"pip" | "pipenv" | "poetry"',
    "python-version": "string | number",
  }),
  "actions/upload-artifact": nothing(readme("actions/upload-artifact"), {
    "if-no-files-found": '"warn" | "error" | "ignore"',
  }),
  "actions/download-artifact": {
    source: readme("actions/download-artifact"),
    permissions: [
      { scope: "actions", level: "read", reason: "downloads from another run", when: { input: "run-id", given: true } },
    ],
  },
  "actions/cache": nothing(readme("actions/cache")),
  "actions/attest": { source: readme("actions/attest"), permissions: attest },
  "actions/attest-build-provenance": { source: readme("actions/attest-build-provenance"), permissions: attest },
  "actions/create-github-app-token": nothing(readme("actions/create-github-app-token")),
  "actions/dependency-review-action": {
    source: readme("actions/dependency-review-action"),
    permissions: [
      { scope: "contents", level: "read", reason: "compares the dependencies" },
      {
        scope: "pull-requests",
        level: "write",
        reason: "comments on the pull request",
        when: { input: "comment-summary-in-pr", is: ["always", "on-failure"] },
      },
    ],
    types: {
      "comment-summary-in-pr": '"always" | "on-failure" | "never"',
      "fail-on-severity": '"low" | "moderate" | "high" | "critical"',
    },
  },
  "docker/login-action": {
    source: readme("docker/login-action"),
    permissions: [
      {
        scope: "packages",
        level: "write",
        reason: "signs in to GitHub's registry",
        when: { input: "registry", is: "ghcr.io" },
      },
    ],
  },
  "docker/setup-buildx-action": nothing(readme("docker/setup-buildx-action")),
  "docker/setup-qemu-action": nothing(readme("docker/setup-qemu-action")),
  "docker/metadata-action": nothing(readme("docker/metadata-action")),
  "docker/build-push-action": nothing(readme("docker/build-push-action")),
  "docker/bake-action": nothing(readme("docker/bake-action")),
  "github/codeql-action/upload-sarif": {
    source:
      "https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/uploading-a-sarif-file-to-github",
    permissions: [
      { scope: "security-events", level: "write", reason: "uploads the findings" },
      { scope: "actions", level: "read", reason: "reads the run, in a private repository" },
    ],
  },
  "aws-actions/configure-aws-credentials": {
    source: readme("aws-actions/configure-aws-credentials"),
    permissions: [oidc("role-to-assume")],
  },
  "aws-actions/amazon-ecr-login": nothing(readme("aws-actions/amazon-ecr-login")),
  "google-github-actions/auth": {
    source: readme("google-github-actions/auth"),
    permissions: [oidc("workload_identity_provider")],
  },
  "azure/login": { source: readme("azure/login"), permissions: [oidc("client-id")] },
  "azure/setup-kubectl": nothing(readme("azure/setup-kubectl")),
  "azure/aks-set-context": nothing(readme("azure/aks-set-context")),
  "hashicorp/setup-terraform": nothing(readme("hashicorp/setup-terraform")),
  "sigstore/cosign-installer": nothing(readme("sigstore/cosign-installer")),
  "slackapi/slack-github-action": nothing(readme("slackapi/slack-github-action")),
  "step-security/harden-runner": nothing(readme("step-security/harden-runner"), {
    "egress-policy": '"audit" | "block"',
  }),
  "aquasecurity/trivy-action": nothing(readme("aquasecurity/trivy-action")),
  "anchore/scan-action": nothing(readme("anchore/scan-action")),
  "astral-sh/setup-uv": nothing(readme("astral-sh/setup-uv")),
  "helm/kind-action": nothing(readme("helm/kind-action")),
  "softprops/action-gh-release": {
    source: readme("softprops/action-gh-release"),
    permissions: [{ scope: "contents", level: "write", reason: "creates the release" }],
  },
  "googleapis/release-please-action": {
    source: readme("googleapis/release-please-action"),
    permissions: [
      { scope: "contents", level: "write", reason: "creates releases and their branches" },
      { scope: "issues", level: "write", reason: "labels the release's pull request" },
      { scope: "pull-requests", level: "write", reason: "keeps the release's pull request" },
    ],
  },
  "changesets/action": {
    source: readme("changesets/action"),
    permissions: [
      { scope: "contents", level: "write", reason: "pushes the version branch and its tags" },
      { scope: "pull-requests", level: "write", reason: "keeps the version's pull request" },
    ],
  },
  "dorny/test-reporter": {
    source: readme("dorny/test-reporter"),
    permissions: [
      { scope: "actions", level: "read", reason: "reads the reports of the run" },
      { scope: "checks", level: "write", reason: "writes the report as a check" },
      { scope: "contents", level: "read", reason: "reads the sources" },
    ],
  },
};
