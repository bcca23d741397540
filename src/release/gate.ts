import { type Json, objectsAt, textAt } from "./json/json.ts";

/** Who let this run pass: read from GitHub, never taken from the workflow's own word. */
export interface Approval {
  readonly environment: string;
  readonly approver: string;
  readonly comment: string;
  readonly selfReview: boolean;
}

export type GateAnswer =
  | { readonly open: true; readonly summary: string; readonly facts: Json }
  | { readonly open: false; readonly message: string };

/** `GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals`. */
export function readApprovals(answer: Json, actor: string): readonly Approval[] {
  if (!Array.isArray(answer)) return [];
  return objectsAt({ list: answer }, "list")
    .filter((one) => textAt(one, "state") === "approved")
    .flatMap((one) => {
      const approver = textAt(one, "user", "login") ?? "unknown";
      const comment = textAt(one, "comment") ?? "";
      return objectsAt(one, "environments").map((environment) => ({
        environment: textAt(environment, "name") ?? "",
        approver,
        comment,
        selfReview: approver === actor,
      }));
    });
}

/** One approval for this environment is required. A bypass by an administrator leaves none, and so is refused. */
export function decideGate(approvals: readonly Approval[], environment: string): GateAnswer {
  const mine = approvals.filter((one) => one.environment === environment);
  const last = mine.at(-1);
  if (last === undefined) {
    const others = [...new Set(approvals.map((one) => one.environment))];
    return {
      open: false,
      message: `nobody approved this run for environment ${environment}${others.length === 0 ? "" : ` (approved: ${others.join(", ")})`}: it has no required reviewers, or they were bypassed`,
    };
  }
  const summary = `approved by ${mine.map(({ approver, selfReview }) => `${approver}${selfReview ? " (their own run)" : ""}`).join(", ")}`;
  return {
    open: true,
    summary,
    facts: {
      mode: "approval",
      summary,
      environment,
      approvers: mine.map(({ approver }) => approver),
      selfReview: mine.some(({ selfReview }) => selfReview),
    },
  };
}

/** Where a plan has no required reviewers: weaker, chosen in so many words, and shown in every summary. */
export function decideBranchPolicy(environment: Json, name: string): GateAnswer {
  const policy =
    typeof environment === "object" && environment !== null && "deployment_branch_policy" in environment
      ? environment["deployment_branch_policy"]
      : undefined;
  if (policy === undefined || policy === null)
    return {
      open: false,
      message: `environment ${name} lets any branch deploy: give it a deployment branch policy, or required reviewers`,
    };
  const summary = "branch policy only, no reviewer";
  return { open: true, summary, facts: { mode: "branch-policy", summary, environment: name } };
}
