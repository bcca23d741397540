/**
 * What starts a workflow: each event with its activity types and filters (workflow-v1.0.json, `on-mapping-strict`).
 * `types: undefined` means the event has none; `filters` are the other keys it takes.
 */
export interface EventFacts {
  readonly types?: readonly string[];
  readonly filters?: readonly string[];
  /** Must be written as a mapping or list: it means nothing by name alone. */
  readonly bare?: false;
}

const created = ["created", "edited", "deleted"];
const pullRequest = [
  "assigned",
  "unassigned",
  "labeled",
  "unlabeled",
  "opened",
  "edited",
  "closed",
  "reopened",
  "synchronize",
  "converted_to_draft",
  "locked",
  "unlocked",
  "enqueued",
  "dequeued",
  "milestoned",
  "demilestoned",
  "ready_for_review",
  "review_requested",
  "review_request_removed",
  "auto_merge_enabled",
  "auto_merge_disabled",
  "stacked",
];
const issues = [
  "opened",
  "edited",
  "deleted",
  "transferred",
  "pinned",
  "unpinned",
  "closed",
  "reopened",
  "assigned",
  "unassigned",
  "labeled",
  "unlabeled",
  "locked",
  "unlocked",
  "milestoned",
  "demilestoned",
  "field_added",
  "field_removed",
  "typed",
  "untyped",
];
const discussion = [
  "created",
  "edited",
  "deleted",
  "transferred",
  "pinned",
  "unpinned",
  "labeled",
  "unlabeled",
  "locked",
  "unlocked",
  "category_changed",
  "answered",
  "unanswered",
];
const branches = ["branches", "branches-ignore"];
const paths = ["paths", "paths-ignore"];

export const events: Readonly<Record<string, EventFacts>> = {
  branch_protection_rule: { types: created },
  check_run: { types: ["completed", "created", "rerequested", "requested_action"] },
  check_suite: { types: ["completed"] },
  create: {},
  delete: {},
  deployment: {},
  deployment_status: {},
  discussion: { types: discussion },
  discussion_comment: { types: created },
  fork: {},
  gollum: {},
  image_version: { types: ["created", "ready", "deleted"], filters: ["names", "versions"] },
  issue_comment: { types: created },
  issues: { types: issues },
  label: { types: created },
  merge_group: { types: ["checks_requested"], filters: branches },
  milestone: { types: ["created", "closed", "opened", "edited", "deleted"] },
  page_build: {},
  project: { types: ["created", "closed", "reopened", "edited", "deleted"] },
  project_card: { types: ["created", "moved", "converted", "edited", "deleted"] },
  project_column: { types: ["created", "updated", "moved", "deleted"] },
  public: {},
  pull_request: { types: pullRequest, filters: [...branches, ...paths] },
  pull_request_comment: { types: created },
  pull_request_review: { types: ["submitted", "edited", "dismissed"] },
  pull_request_review_comment: { types: created },
  pull_request_target: { types: pullRequest, filters: [...branches, ...paths] },
  push: { filters: [...branches, "tags", "tags-ignore", ...paths] },
  registry_package: { types: ["published", "updated"] },
  release: { types: ["published", "unpublished", "created", "edited", "deleted", "prereleased", "released"] },
  // its types are the sender's own words
  repository_dispatch: { filters: ["types"] },
  schedule: { bare: false },
  status: {},
  watch: { types: ["started"] },
  workflow_call: { filters: ["inputs", "secrets", "outputs"] },
  workflow_dispatch: { filters: ["inputs"] },
  workflow_run: { types: ["requested", "in_progress", "completed"], filters: ["workflows", ...branches] },
};
