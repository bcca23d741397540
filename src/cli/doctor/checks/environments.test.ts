import { expect, test } from "vitest";
import {
  custom,
  fixes,
  night,
  production,
  reviewed,
  right,
  staging,
  value,
  withEnvironments,
  wrong,
} from "./testing/settings.ts";

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
