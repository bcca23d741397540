import type { NeededEnvironment } from "../../../config/index.ts";
import { type Seen, whyUnseen } from "../github.ts";
import { type Line, missing, ok, sent, unseen, word } from "../line.ts";
import type { Needs } from "../needs.ts";
import { matches } from "../pattern.ts";
import type { GitHubEnvironment, Settings } from "../settings.ts";

/** Whether just any branch gets the environment's secrets, and whether the one that deploys does. */
function branchProblems(
  { deployment_branch_policy: policy }: GitHubEnvironment,
  named: Seen<readonly string[]> | undefined,
  branch: string,
): Seen<readonly string[]> {
  if (policy === null) return { kind: "value", value: ["any branch gets its secrets"] };
  if (!policy.custom_branch_policies) return { kind: "value", value: [] };
  if (named?.kind !== "value") return named ?? { kind: "absent", message: "" };
  // a star does not cross a slash in names of branches
  const may = named.value.some((pattern) => matches(pattern, branch, "[^/]*"));
  return { kind: "value", value: may ? [] : [`${branch} may not deploy to it`] };
}

interface Gated {
  readonly reviewers: readonly { readonly type: string; readonly id: number }[];
  readonly selfReview: boolean;
  readonly wait: number;
}

function gateOf({ protection_rules }: GitHubEnvironment): Gated {
  const rule = protection_rules.find(({ type }) => type === "required_reviewers");
  return {
    reviewers: (rule?.reviewers ?? []).map(({ type, reviewer }) => ({ type, id: reviewer.id })),
    selfReview: rule?.prevent_self_review !== true,
    wait: protection_rules.find(({ type }) => type === "wait_timer")?.wait_timer ?? 0,
  };
}

function gateProblems(needed: NeededEnvironment, { reviewers, selfReview }: Gated): readonly string[] {
  if (needed.gate !== "approval") return [];
  if (reviewers.length === 0) return ['nobody has to approve, and the gate is "approval"'];
  if (needed.selfReview === selfReview) return [];
  return needed.selfReview
    ? ["who starts a run may not approve it, and at night one may be alone"]
    : ["who starts a run may approve it"];
}

/**
 * The environment as it has to be, in one call: a PUT replaces all of it, so what is right already is said again. Where
 * reviewers are to be named, that is the reader's to do. `closed`: the branch that deploys may not, yet.
 */
function repair(
  { repository, branch }: Needs,
  needed: NeededEnvironment,
  found: GitHubEnvironment | undefined,
  closed: boolean,
): readonly string[] {
  const path = `repos/${repository}/environments/${encodeURIComponent(needed.name)}`;
  const gated = found === undefined ? { reviewers: [], selfReview: true, wait: 0 } : gateOf(found);
  const approval = needed.gate === "approval";
  const policy = found?.deployment_branch_policy ?? { protected_branches: false, custom_branch_policies: true };
  const allow = `gh api --method POST ${word(`${path}/deployment-branch-policies`)} -f name=${word(branch)}`;
  const put =
    approval && gated.reviewers.length === 0
      ? [
          `gh api --method PUT ${word(path)} -F 'reviewers[][type]=User' -F "reviewers[][id]=$(gh api users/LOGIN --jq .id)"`,
          `-F prevent_self_review=${!needed.selfReview} -F wait_timer=${gated.wait}`,
          `-F 'deployment_branch_policy[protected_branches]=${policy.protected_branches}'`,
          `-F 'deployment_branch_policy[custom_branch_policies]=${policy.custom_branch_policies}'`,
        ].join(" ")
      : sent("PUT", path, {
          wait_timer: gated.wait,
          prevent_self_review: approval ? !needed.selfReview : !gated.selfReview,
          reviewers: gated.reviewers,
          deployment_branch_policy: policy,
        });
  return closed && policy.custom_branch_policies ? [put, allow] : [put];
}

/** That each environment is there, who lets a run into it, and from which branch. */
export function environmentLines(needs: Needs, settings: Settings): readonly Line[] {
  const { environments, branches } = settings;
  return needs.environments.map((needed): Line => {
    const subject = `environment ${needed.name}`;
    if (environments.kind !== "value") return unseen(subject, whyUnseen(environments));
    const found = environments.value.find(({ name }) => name.toLowerCase() === needed.name.toLowerCase());
    if (found === undefined)
      return missing(subject, `is not there: it ${needed.use}`, ...repair(needs, needed, found, true));
    const branch = branchProblems(found, branches.get(needed.name), needs.branch);
    const gate = gateProblems(needed, gateOf(found));
    if (gate.length === 0 && branch.kind !== "value") return unseen(subject, `its branches: ${whyUnseen(branch)}`);
    const problems = [...gate, ...(branch.kind === "value" ? branch.value : [])];
    const closed = branch.kind === "value" && branch.value.length > 0;
    if (problems.length > 0) return missing(subject, problems.join("; "), ...repair(needs, needed, found, closed));
    return ok(subject, `${needed.use}${needed.gate === "approval" ? ", after an approval" : ""}`);
  });
}
