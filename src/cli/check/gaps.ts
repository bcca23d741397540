/**
 * What actionlint 1.7.12 takes for mistakes because GitHub came by it later; our own rules know all of these. A test runs it
 * over a workflow with every key and fails for a row that it no longer needs.
 */
export const unknownToActionlint: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  {
    pattern: /unexpected key "background" for step/,
    what: "background steps, 2026-06",
  },
  {
    pattern: /step must run script with "run" section or run action with "uses" section/,
    what: "wait, wait-all, cancel and parallel, 2026-06",
  },
  { pattern: /unexpected key "queue" for "concurrency" section/, what: "larger queues, 2026-05" },
  { pattern: /unexpected key "cache-mode" for "(workflow|job)" section/, what: "cache-mode, 2026-09" },
  { pattern: /unexpected key "cancel-timeout-minutes" for "job" section/, what: "in GitHub's schema" },
  { pattern: /unexpected key "description" for "workflow" section/, what: "in GitHub's schema" },
  { pattern: /unexpected key "(entrypoint|command)" for "services" section/, what: "of service containers" },
  { pattern: /unexpected key "types" for "image_version" section/, what: "in GitHub's schema" },
  { pattern: /specifying action "\$\/|reusable workflow call "\$\//, what: "$/, the commit of the workflow itself" },
  { pattern: /unknown permission scope "(code-quality|copilot-requests|drives|vulnerability-alerts)"/, what: "scopes" },
  { pattern: /property "workflow_(ref|sha|repository|file_path)" is not defined/, what: "job.workflow_…" },
  { pattern: /invalid activity type "(field_added|field_removed|typed|untyped|stacked)"/, what: "activity types" },
  {
    pattern: /unknown Webhook event "(project|project_card|project_column|pull_request_comment)"/,
    what: "events that GitHub's schema still has",
  },
];
