import { defineConfig } from "../../../../config/index.ts";
import type { Line } from "../../line.ts";
import { type Needs, needsOf } from "../../needs.ts";
import type { GitHubEnvironment, Settings } from "../../settings.ts";
import { actionLines } from "../actions.ts";
import { branchLines } from "../branch.ts";
import { environmentLines } from "../environments.ts";
import { secretLines } from "../secrets.ts";

const place = { overlay: "k8s", smoke: "smoke.yml" };
export const config = defineConfig({
  repository: "acme/shop",
  app: "shop",
  services: { web: { path: "web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: {
    staging: { ...place, namespace: "shop-staging", kubeconfig: "STAGING" },
    production: {
      ...place,
      namespace: "shop-production",
      after: "staging",
      gate: "approval",
      kubeconfig: "PROD",
      rollback: "night",
    },
  },
  secrets: { STAGING: "x", PROD: "x", SLACK: "x" },
});
export const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const ci = `
on: { pull_request: {}, push: { branches: ["feature/**"] } }
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@${sha}
      - uses: $/actions/test
      - parallel: [{ uses: "docker/login-action@${sha}" }]
  all-good:
    name: All good\${{ case(startsWith(github.ref, 'refs/heads/feature/'), ' (push)', '') }}
    runs-on: ubuntu-24.04
    steps: [{ run: exit 0 }]
`;
const repository: Readonly<Record<string, string>> = {
  ".github/workflows/ci.yml": ci,
  "actions/test/action.yml": "name: x\ndescription: x\nruns:\n  using: node24\n  main: dist/main.js\n",
};
export const needs = needsOf(
  config,
  { workflows: [".github/workflows/ci.yml"], read: (path) => repository[path] },
  true,
);

export const value = <T>(value: T) => ({ kind: "value", value }) as const;
export const dark = { kind: "unseen", why: "GitHub answered 403; the token needs Administration: read" } as const;
export const reviewed = (prevent_self_review: boolean) => ({
  type: "required_reviewers",
  prevent_self_review,
  reviewers: [{ type: "Team", reviewer: { id: 7 } }],
});
const onlyProtected = { protected_branches: true, custom_branch_policies: false };
export const custom = { protected_branches: false, custom_branch_policies: true };
export const staging: GitHubEnvironment = { name: "Staging", protection_rules: [], deployment_branch_policy: custom };
export const production: GitHubEnvironment = {
  name: "production",
  protection_rules: [reviewed(true), { type: "wait_timer", wait_timer: 5 }],
  deployment_branch_policy: onlyProtected,
};
export const night: GitHubEnvironment = {
  name: "night",
  protection_rules: [reviewed(false)],
  deployment_branch_policy: onlyProtected,
};
export const right: Settings = {
  repository: { full_name: "acme/shop", default_branch: "main", permissions: { admin: true } },
  environments: value([staging, production, night]),
  environmentSecrets: new Map([
    ["staging", value(["STAGING"])],
    ["production", value(["PROD"])],
    ["night", value(["PROD"])],
  ]),
  branches: new Map([["staging", value(["release/*", "ma*"])]]),
  repositorySecrets: value(["SLACK"]),
  organizationSecrets: value([]),
  workflowRights: value({ default_workflow_permissions: "read", can_approve_pull_request_reviews: false }),
  actions: value({ enabled: true, allowed_actions: "selected", sha_pinning_required: true }),
  selected: value({ github_owned_allowed: true, verified_allowed: false, patterns_allowed: ["docker/*"] }),
  rules: value(["All good"]),
  protection: value([]),
  immutable: value({ enabled: true }),
};

export const lines = (change: Partial<Settings>, needed: Needs = needs): readonly Line[] =>
  [environmentLines, secretLines, branchLines, actionLines].flatMap((check) => check(needed, { ...right, ...change }));
export const wrong = (change: Partial<Settings>, needed?: Needs) =>
  lines(change, needed).filter(({ status }) => status !== "ok");
export const told = (all: readonly Line[]) => all.map(({ status, subject, says }) => `${status}: ${subject}: ${says}`);
export const fixes = (all: readonly Line[]) => all.flatMap((line) => (line.status === "missing" ? line.fix : []));

export const withEnvironments = (...all: readonly GitHubEnvironment[]) => ({ environments: value(all) });
