import type { Level, UsesStep } from "../subject.ts";
import { actionName, inputOf } from "../walk.ts";

export interface Need {
  readonly scope: string;
  readonly level: Level;
  readonly why: string;
}

interface Row extends Need {
  /** Only when this input is given. */
  readonly when?: string;
  /** Not when this input is given: it brings a token of its own. */
  readonly unless?: string;
}

const signIn: Need = { scope: "id-token", level: "write", why: "to sign in without a stored key" };
const attest: readonly Row[] = [
  { scope: "id-token", level: "write", why: "to sign the attestation" },
  { scope: "attestations", level: "write", why: "to store the attestation" },
];

/** What public actions say in their own documentation that they need of the job's token. */
const needs: Readonly<Record<string, readonly Row[]>> = {
  "actions/checkout": [{ scope: "contents", level: "read", why: "to fetch the repository", unless: "token" }],
  "actions/attest": attest,
  "actions/attest-build-provenance": attest,
  "actions/attest-sbom": attest,
  "actions/deploy-pages": [
    { scope: "pages", level: "write", why: "to publish the site" },
    { scope: "id-token", level: "write", why: "to prove where the site comes from" },
  ],
  "actions/stale": [{ scope: "issues", level: "write", why: "to label and close", unless: "repo-token" }],
  "actions/labeler": [{ scope: "pull-requests", level: "write", why: "to set labels", unless: "repo-token" }],
  "actions/dependency-review-action": [{ scope: "contents", level: "read", why: "to compare dependencies" }],
  "github/codeql-action/upload-sarif": [{ scope: "security-events", level: "write", why: "to upload findings" }],
  "github/codeql-action/analyze": [{ scope: "security-events", level: "write", why: "to upload findings" }],
  "aws-actions/configure-aws-credentials": [{ ...signIn, when: "role-to-assume", unless: "aws-access-key-id" }],
  "google-github-actions/auth": [{ ...signIn, when: "workload_identity_provider" }],
  "azure/login": [{ ...signIn, when: "client-id", unless: "creds" }],
  "softprops/action-gh-release": [{ scope: "contents", level: "write", why: "to make the release", unless: "token" }],
  "ncipollo/release-action": [{ scope: "contents", level: "write", why: "to make the release", unless: "token" }],
  "peter-evans/create-pull-request": [
    { scope: "contents", level: "write", why: "to push the branch", unless: "token" },
  ],
};

export function needsOf(step: UsesStep): readonly Need[] {
  const rows = needs[actionName(step.uses.value)] ?? [];
  return rows.filter(
    ({ when, unless }) =>
      (when === undefined || inputOf(step, when)) && (unless === undefined || !inputOf(step, unless)),
  );
}
