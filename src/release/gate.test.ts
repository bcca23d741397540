import { expect, test } from "vitest";
import { decideBranchPolicy, decideGate, readApprovals } from "./gate.ts";

const review = (login: string, environment: string, more: object = {}) => ({
  state: "approved",
  comment: "looks good",
  user: { login },
  environments: [{ id: 1, name: environment }],
  ...more,
});

test("an approval for this very environment opens it; who, and whether it was their own run, is recorded", () => {
  const approvals = readApprovals([review("erin", "production"), review("dana", "production")], "dana");
  expect(decideGate(approvals, "production")).toEqual({
    open: true,
    summary: "approved by erin, dana (their own run)",
    facts: {
      mode: "approval",
      summary: "approved by erin, dana (their own run)",
      environment: "production",
      approvers: ["erin", "dana"],
      selfReview: true,
    },
  });
});

test.each<[string, Parameters<typeof readApprovals>[0], RegExp]>([
  [
    "nobody was asked, or an administrator bypassed the reviewers",
    [],
    /it has no required reviewers, or they were bypassed/,
  ],
  ["it was for another environment", [review("erin", "staging")], /\(approved: staging\)/],
  ["it was refused", [review("erin", "production", { state: "rejected" })], /nobody approved/],
  ["the answer is no list", { message: "Not Found" }, /nobody approved/],
])("closed where %s", (_, answer, message) => {
  const gate = decideGate(readApprovals(answer, "dana"), "production");
  expect(gate).toMatchObject({ open: false });
  expect(gate.open ? "" : gate.message).toMatch(message);
});

test("a branch policy is a gate only where there is one, and is called what it is", () => {
  expect(decideBranchPolicy({ deployment_branch_policy: { protected_branches: true } }, "production")).toMatchObject({
    open: true,
    summary: "branch policy only, no reviewer",
    facts: { mode: "branch-policy" },
  });
  for (const environment of [{ deployment_branch_policy: null }, {}, null])
    expect(decideBranchPolicy(environment, "production")).toMatchObject({ open: false });
});
