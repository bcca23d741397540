import { whyUnseen } from "../github.ts";
import { type Line, missing, ok, sent, unseen } from "../line.ts";
import type { Needs } from "../needs.ts";
import type { Settings } from "../settings.ts";

function defaultBranch({ repository, branch }: Needs, actual: string): Line {
  const subject = "default branch";
  if (actual === branch) return ok(subject, `is ${branch}`);
  return missing(
    subject,
    `is ${actual}, and tidegate.config.ts says that ${branch} deploys`,
    `gh api --method PATCH repos/${repository} -f default_branch=${branch}`,
  );
}

const ruleset = (branch: string, check: string) => ({
  name: `${check} on ${branch}`,
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
  rules: [
    {
      type: "required_status_checks",
      parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: check }] },
    },
  ],
});

function required(check: string, { repository, branch }: Needs, { rules, protection }: Settings): Line {
  const subject = `required check "${check}"`;
  const both = [rules, protection];
  if (both.some((seen) => seen.kind === "value" && seen.value.includes(check)))
    return ok(subject, `${branch} takes nothing without it`);
  const dark = both.find((seen) => seen.kind !== "value");
  if (dark !== undefined) return unseen(subject, whyUnseen(dark));
  return missing(
    subject,
    `${branch} takes pull requests without it`,
    sent("POST", `repos/${repository}/rulesets`, ruleset(branch, check)),
  );
}

/** What may come to the branch that deploys. Rulesets and the older protection count alike. */
export const branchLines = (needs: Needs, settings: Settings): readonly Line[] => [
  defaultBranch(needs, settings.repository.default_branch),
  ...needs.checks.map((check) => required(check, needs, settings)),
];
