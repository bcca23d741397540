/**
 * What tools of others do not know yet of a workflow with every key that GitHub takes. Each row is asserted to be needed
 * still: a tool that has caught up makes its row fail, and the row goes.
 */
export { unknownToActionlint } from "../../src/cli/check/gaps.ts";

/** Messages of GitHub's own parser, `@actions/workflow-parser`. */
export const unknownToParser: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  {
    pattern: /Unexpected value 'cache-mode'$/,
    what: "generally available since September 2026, not in the schema of 0.3.61",
  },
  { pattern: /Unexpected value 'future-key'$/, what: "the escape hatch, on purpose" },
];

/** Places of a workflow that the JSON schema refuses (schemastore.org's, as check-jsonschema brings it along). `*` is any key. */
export const unknownToSchema: readonly { readonly path: string; readonly value?: string; readonly what: string }[] = [
  { path: "description", what: "in GitHub's schema" },
  { path: "on.image_version", what: "in GitHub's schema" },
  { path: "on.pull_request_comment", what: "in GitHub's schema" },
  { path: "jobs.*.cancel-timeout-minutes", what: "in GitHub's schema" },
  { path: "jobs.*.permissions.drives", what: "a scope of 2026" },
  { path: "jobs.*.snapshot.version", value: "1.*", what: "the schema's pattern forgets the dot that the docs have" },
  { path: "jobs.*.snapshot.if", what: "in GitHub's schema" },
  { path: "jobs.*.services.*", value: "redis:8", what: "an image alone, in GitHub's schema" },
  { path: "jobs.*.steps.*.future-key", what: "the escape hatch, on purpose" },
];

/** What zizmor judges of the example, which uses on purpose what it should not. No key is unknown to it. */
export const judgedByZizmor = ["artipacked", "cache-poisoning", "dangerous-triggers", "secrets-inherit"];

/** What `zizmor --pedantic` says of our own workflows, each with why it stays. Each row is asserted to be said still. */
export const pedanticOfOurs: readonly { readonly ident: string; readonly file: string; readonly why: string }[] = [
  {
    ident: "concurrency-limits",
    file: "deploy.yml",
    why: "a run that waits for a reviewer in a group would cancel those behind it; the release's order decides instead",
  },
  {
    ident: "concurrency-limits",
    file: "rollback.yml",
    why: "going back waits for nobody; the lease in the cluster keeps two apart",
  },
  { ident: "concurrency-limits", file: "hello.yml", why: "as deploy.yml, of which it is the smallest form" },
];
