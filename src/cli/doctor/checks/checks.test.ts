import { expect, test } from "vitest";
import type { Settings } from "../settings.ts";
import {
  dark,
  lines,
  night,
  production,
  reviewed,
  right,
  staging,
  told,
  value,
  withEnvironments,
  wrong,
} from "./testing/settings.ts";

test("where all is right, every setting is ok", () => {
  expect(wrong({})).toEqual([]);
  expect(lines({}).map(({ subject }) => subject)).toEqual([
    "environment staging",
    "environment production",
    "environment night",
    "secret STAGING of staging",
    "secret PROD of production",
    "secret PROD of night",
    "secret STAGING elsewhere",
    "secret PROD elsewhere",
    "secret SLACK",
    "default branch",
    'required check "All good"',
    "rights of workflows",
    "allowed actions",
    "pinned actions",
    "immutable releases",
  ]);
});

test.each<readonly [string, Partial<Settings>, string]>([
  [
    "an environment that is not there",
    withEnvironments(production, night),
    "missing: environment staging: is not there: it deploys to staging",
  ],
  [
    "a gate without reviewers",
    withEnvironments(staging, { ...production, protection_rules: [] }, night),
    'missing: environment production: nobody has to approve, and the gate is "approval"',
  ],
  [
    "an approval by oneself",
    withEnvironments(staging, { ...production, protection_rules: [reviewed(false)] }, night),
    "missing: environment production: who starts a run may approve it",
  ],
  [
    "a way back that nobody can open alone",
    withEnvironments(staging, production, { ...night, protection_rules: [reviewed(true)] }),
    "missing: environment night: who starts a run may not approve it, and at night one may be alone",
  ],
  [
    "secrets for any branch, and a missing reviewer, in one line",
    withEnvironments(staging, { ...production, protection_rules: [], deployment_branch_policy: null }, night),
    'missing: environment production: nobody has to approve, and the gate is "approval"; any branch gets its secrets',
  ],
  [
    "a branch that may not deploy",
    { branches: new Map([["staging", value(["release/*", "main/*"])]]) },
    "missing: environment staging: main may not deploy to it",
  ],
  [
    "branches that are not seen",
    { branches: new Map([["staging", dark]]) },
    `cannot see: environment staging: its branches: ${dark.why}`,
  ],
  [
    "a kubeconfig that is nowhere",
    { environmentSecrets: new Map([...right.environmentSecrets, ["night", value([])]]) },
    "missing: secret PROD of night: is not there",
  ],
  [
    "a kubeconfig that every workflow gets",
    { repositorySecrets: value(["SLACK", "PROD"]), organizationSecrets: value(["PROD"]) },
    "missing: secret PROD elsewhere: is a secret of the repository and the organisation as well: no approval keeps it",
  ],
  ["a secret that is nowhere", { repositorySecrets: value([]) }, "missing: secret SLACK: is not there"],
  [
    "another default branch",
    { repository: { ...right.repository, default_branch: "trunk" } },
    "missing: default branch: is trunk, and tidegate.config.ts says that main deploys",
  ],
  [
    "no required check",
    { rules: value(["All good (push)"]) },
    'missing: required check "All good": main takes pull requests without it',
  ],
  [
    "workflows that may write",
    { workflowRights: value({ default_workflow_permissions: "write", can_approve_pull_request_reviews: true }) },
    'missing: rights of workflows: are "write" where a workflow states none; let workflows approve pull requests',
  ],
  [
    "actions that are off",
    { actions: value({ enabled: false, sha_pinning_required: true }) },
    "missing: allowed actions: GitHub Actions is off",
  ],
  [
    "an owner that is not allowed",
    { selected: value({ github_owned_allowed: false, verified_allowed: false, patterns_allowed: ["docker/*"] }) },
    "missing: allowed actions: do not hold actions/checkout",
  ],
  [
    "an action that is blocked",
    { selected: value({ github_owned_allowed: true, verified_allowed: true, patterns_allowed: ["*", "!docker/*"] }) },
    "missing: allowed actions: do not hold docker/login-action",
  ],
  [
    "actions of this owner only",
    { actions: value({ enabled: true, allowed_actions: "local_only", sha_pinning_required: true }) },
    "missing: allowed actions: do not hold actions/checkout, docker/login-action",
  ],
  [
    "a creator whom only GitHub can verify",
    { selected: value({ github_owned_allowed: true, verified_allowed: true, patterns_allowed: [] }) },
    "cannot see: allowed actions: whether GitHub counts the owner of docker/login-action among its verified creators",
  ],
  [
    "pins that nobody asks for",
    { actions: value({ enabled: true, allowed_actions: "all", sha_pinning_required: false }) },
    "missing: pinned actions: GitHub runs unpinned ones, too, though the workflows have none",
  ],
  [
    "a server that does not know of pins",
    { actions: value({ enabled: true, allowed_actions: "all" }) },
    "cannot see: pinned actions: this GitHub does not say whether it asks for them",
  ],
  [
    "releases that can be exchanged",
    { immutable: value({ enabled: false }) },
    "missing: immutable releases: are off, and others use this repository's actions by its releases",
  ],
])("%s", (_, change, line) => expect(told(wrong(change))).toEqual([line]));
