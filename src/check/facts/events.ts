/** Started by strangers, run on the default branch: their cache is read-only unless the workflow says otherwise (GitHub changelog, 2026-09-10). */
export const lowTrust: ReadonlySet<string> = new Set([
  "pull_request_target",
  "issue_comment",
  "workflow_run",
  "issues",
  "discussion",
  "discussion_comment",
]);
