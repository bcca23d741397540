/** GitHub's REST API as documented, for one repository whose settings are right: each test says what is otherwise. */
import type { HttpScript } from "../../../src/action/testing/index.ts";

const names = (...all: readonly string[]) => all.map((name) => ({ name, created_at: "", updated_at: "" }));
const repository = "/repos/acme/shop";
const branchPolicy = { protected_branches: true, custom_branch_policies: false };

const production = {
  id: 2,
  name: "production",
  protection_rules: [
    {
      id: 3,
      type: "required_reviewers",
      prevent_self_review: true,
      reviewers: [{ type: "User", reviewer: { login: "dana", id: 1 } }],
    },
    { id: 4, type: "branch_policy" },
  ],
  deployment_branch_policy: branchPolicy,
};
const staging = { id: 1, name: "staging", protection_rules: [], deployment_branch_policy: branchPolicy };

export const rightSettings: HttpScript = {
  [`GET ${repository}`]: {
    body: { full_name: "acme/shop", default_branch: "main", permissions: { admin: true, push: true } },
  },
  [`GET ${repository}/environments`]: { body: { total_count: 2, environments: [staging, production] } },
  [`GET ${repository}/environments/staging/secrets`]: {
    body: { total_count: 1, secrets: names("KUBE_CONFIG_STAGING") },
  },
  [`GET ${repository}/environments/production/secrets`]: {
    body: { total_count: 1, secrets: names("KUBE_CONFIG_PROD") },
  },
  [`GET ${repository}/environments/staging/deployment-branch-policies`]: { body: { branch_policies: [] } },
  [`GET ${repository}/environments/production/deployment-branch-policies`]: { body: { branch_policies: [] } },
  [`GET ${repository}/actions/secrets`]: { body: { total_count: 0, secrets: [] } },
  [`GET ${repository}/actions/organization-secrets`]: { body: { total_count: 0, secrets: [] } },
  [`GET ${repository}/actions/permissions`]: {
    body: { enabled: true, allowed_actions: "all", sha_pinning_required: true },
  },
  [`GET ${repository}/actions/permissions/workflow`]: {
    body: { default_workflow_permissions: "read", can_approve_pull_request_reviews: false },
  },
  [`GET ${repository}/actions/permissions/selected-actions`]: {
    status: 409,
    body: { message: "Conflict: allowed_actions is not selected", documentation_url: "" },
  },
  [`GET ${repository}/rules/branches/main`]: {
    body: [
      { type: "deletion", ruleset_source_type: "Repository", ruleset_source: "acme/shop", ruleset_id: 1 },
      {
        type: "required_status_checks",
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: "All good", integration_id: 15368 }],
        },
        ruleset_source_type: "Repository",
        ruleset_source: "acme/shop",
        ruleset_id: 1,
      },
    ],
  },
  [`GET ${repository}/branches/main/protection/required_status_checks`]: {
    status: 404,
    body: { message: "Branch not protected", documentation_url: "", status: "404" },
  },
  [`GET ${repository}/immutable-releases`]: { status: 404, body: { message: "Not Found", status: "404" } },
};

export const forbidden = {
  status: 403,
  body: { message: "Resource not accessible by personal access token", documentation_url: "", status: "403" },
};
export const notFound = { status: 404, body: { message: "Not Found", documentation_url: "", status: "404" } };
export const at = (path: string) => `GET ${repository}${path}`;
