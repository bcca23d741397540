import { expect, test } from "vitest";
import { defineConfig } from "../../../config/index.ts";
import type { Line } from "../line.ts";
import { type Needs, needsOf } from "../needs.ts";
import type { GitHubEnvironment, Settings } from "../settings.ts";
import { actionLines } from "./actions.ts";
import { branchLines } from "./branch.ts";
import { environmentLines } from "./environments.ts";
import { secretLines } from "./secrets.ts";

const place = { overlay: "k8s", smoke: "smoke.yml" };
const config = defineConfig({
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
const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";
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
const needs = needsOf(config, { workflows: [".github/workflows/ci.yml"], read: (path) => repository[path] }, true);

const value = <T>(value: T) => ({ kind: "value", value }) as const;
const dark = { kind: "unseen", why: "GitHub answered 403; the token needs Administration: read" } as const;
const reviewed = (prevent_self_review: boolean) => ({
  type: "required_reviewers",
  prevent_self_review,
  reviewers: [{ type: "Team", reviewer: { id: 7 } }],
});
const onlyProtected = { protected_branches: true, custom_branch_policies: false };
const custom = { protected_branches: false, custom_branch_policies: true };
const staging: GitHubEnvironment = { name: "Staging", protection_rules: [], deployment_branch_policy: custom };
const production: GitHubEnvironment = {
  name: "production",
  protection_rules: [reviewed(true), { type: "wait_timer", wait_timer: 5 }],
  deployment_branch_policy: onlyProtected,
};
const night: GitHubEnvironment = {
  name: "night",
  protection_rules: [reviewed(false)],
  deployment_branch_policy: onlyProtected,
};
const right: Settings = {
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

const lines = (change: Partial<Settings>, needed: Needs = needs): readonly Line[] =>
  [environmentLines, secretLines, branchLines, actionLines].flatMap((check) => check(needed, { ...right, ...change }));
const wrong = (change: Partial<Settings>, needed?: Needs) =>
  lines(change, needed).filter(({ status }) => status !== "ok");
const told = (all: readonly Line[]) => all.map(({ status, subject, says }) => `${status}: ${subject}: ${says}`);
const fixes = (all: readonly Line[]) => all.flatMap((line) => (line.status === "missing" ? line.fix : []));

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

test("what the workflows need is read from them: the check by its name in a pull request, and actions of others", () => {
  expect(needs.checks).toEqual(["All good"]);
  expect(needs.uses).toEqual([`actions/checkout@${sha}`, `docker/login-action@${sha}`]);
  expect(needs.unread).toEqual([]);
  const nothing = { workflows: [], read: () => undefined };
  expect(needsOf(config, nothing, false)).toMatchObject({ checks: [], uses: [], secrets: ["SLACK"] });
});

const withEnvironments = (...all: readonly GitHubEnvironment[]) => ({ environments: value(all) });

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

test("a check of the older kind of protection counts, also where rulesets are not seen", () => {
  expect(wrong({ rules: dark, protection: value(["All good"]) })).toEqual([]);
  expect(told(wrong({ rules: value([]), protection: dark }))).toEqual([
    `cannot see: required check "All good": ${dark.why}`,
  ]);
});

test("a secret is not called missing while one of its places is not seen", () => {
  expect(told(wrong({ repositorySecrets: value([]), organizationSecrets: dark }))).toEqual([
    `cannot see: secret STAGING elsewhere: ${dark.why}`,
    `cannot see: secret PROD elsewhere: ${dark.why}`,
    `cannot see: secret SLACK: ${dark.why}`,
  ]);
});

test("an action that can move is named, before pins are asked for", () => {
  const loose = { ...needs, uses: ["actions/checkout@v7"] };
  const policy = { enabled: true, allowed_actions: "all" };
  expect(told(wrong({ actions: value({ ...policy, sha_pinning_required: true }) }, loose))).toEqual([
    "missing: pinned actions: actions/checkout@v7 can move: GitHub refuses to run them",
  ]);
  expect(told(wrong({ actions: value({ ...policy, sha_pinning_required: false }) }, loose))).toEqual([
    "missing: pinned actions: actions/checkout@v7 can move",
  ]);
});

test("without actions of one's own, releases are not looked at", () => {
  expect(wrong({ immutable: dark }, { ...needs, publishes: false })).toEqual([]);
});

test("a command that changes an environment says again what was right in it", () => {
  const lax = { ...production, protection_rules: [reviewed(false), { type: "wait_timer", wait_timer: 5 }] };
  expect(fixes(wrong(withEnvironments(staging, lax, night)))).toEqual([
    `echo '{"wait_timer":5,"prevent_self_review":true,"reviewers":[{"type":"Team","id":7}],"deployment_branch_policy":{"protected_branches":true,"custom_branch_policies":false}}' | gh api --method PUT repos/acme/shop/environments/production --input -`,
  ]);
});

test("a branch that may deploy already is not named once more", () => {
  const open = { ...production, protection_rules: [reviewed(false)], deployment_branch_policy: custom };
  const branches = new Map([...right.branches, ["production", value(["main"])] as const]);
  expect(fixes(wrong({ ...withEnvironments(staging, open, night), branches }))).toHaveLength(1);
});

test("a new environment is for the branch that deploys; whom it asks is the reader's to say", () => {
  expect(fixes(wrong(withEnvironments(staging, night)))).toEqual([
    [
      `gh api --method PUT repos/acme/shop/environments/production -F 'reviewers[][type]=User' -F "reviewers[][id]=$(gh api users/LOGIN --jq .id)"`,
      "-F prevent_self_review=true -F wait_timer=0",
      "-F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'",
    ].join(" "),
    "gh api --method POST repos/acme/shop/environments/production/deployment-branch-policies -f name=main",
  ]);
});

test("allowing an action takes nothing away that was allowed, and lifts what blocks it", () => {
  const selected = {
    github_owned_allowed: true,
    verified_allowed: false,
    patterns_allowed: ["acme-tools/*", "!docker/*"],
  };
  expect(fixes(wrong({ selected: value(selected) }))).toEqual([
    `echo '{"github_owned_allowed":true,"verified_allowed":false,"patterns_allowed":["acme-tools/*","docker/login-action@*"]}' | gh api --method PUT repos/acme/shop/actions/permissions/selected-actions --input -`,
  ]);
});

test("a name with a blank or a quote stays one word of the command", () => {
  const named = {
    ...needs,
    environments: needs.environments.slice(0, 1).map((one) => ({ ...one, name: "it's staging" })),
  };
  const [line] = secretLines(named, { ...right, environmentSecrets: new Map([["it's staging", value([])]]) });
  expect(fixes(line ? [line] : [])).toEqual([
    "gh secret set STAGING --repo acme/shop --env 'it'\\''s staging' < KUBECONFIG",
  ]);
});

test("what an action of this repository uses is not known where it cannot be read: then nobody says that all is well", () => {
  const unread = { ...needs, unread: ["./made-by-a-step"] };
  const says = (settings: Partial<Settings>) =>
    actionLines(unread, { ...right, ...settings }).flatMap(({ status, subject, says }) =>
      ["allowed actions", "pinned actions"].includes(subject) ? [`${status}: ${subject}: ${says}`] : [],
    );
  const words = "what ./made-by-a-step uses: there is no action.yml in this repository";
  expect(
    says({ actions: value({ enabled: true, allowed_actions: "local_only", sha_pinning_required: true }) })[0],
  ).toMatch(/^missing: allowed actions: do not hold/);
  expect(
    says({
      actions: value({ enabled: true, allowed_actions: "selected", sha_pinning_required: true }),
      selected: value({ github_owned_allowed: true, verified_allowed: false, patterns_allowed: ["docker/*"] }),
    }),
  ).toEqual([`cannot see: allowed actions: ${words}`, `cannot see: pinned actions: ${words}`]);
  expect(says({ actions: value({ enabled: true, allowed_actions: "all", sha_pinning_required: true }) })[0]).toBe(
    "ok: allowed actions: hold all that the workflows use",
  );
});
