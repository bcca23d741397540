/** Where each definition of GitHub's workflow schema has its place in TypeScript; a new definition has none, and fails. */
import { type Definitions, propertiesOf } from "./schema.ts";

/** A place in TypeScript, or (beginning with –) why there is none. */
const places: Readonly<Record<string, string>> = {
  "workflow-root workflow-root-strict": "`workflow(name, { … })`",
  "workflow-name": "`workflow(name, …)`",
  "workflow-description": "`description`",
  "run-name": "`runName`",
  "on on-strict on-mapping on-mapping-strict": "`on: { … }`",
  "on-string-strict on-sequence-strict":
    "– written as a mapping, `on: { push: {} }`: a filter added later changes one line",
  "event-branches event-branches-ignore event-names event-tags event-tags-ignore event-paths event-paths-ignore event-versions":
    "filters of a trigger, in camel case: `branchesIgnore`",
  "workflow-run-workflows": "`on.workflow_run.workflows`: workflows themselves, or their names",
  "cron-mapping cron-pattern timezone-string":
    "`on.schedule: [{ cron, timezone }]`, the cron line checked by the compiler",
  "workflow-call-inputs workflow-call-input-definition workflow-call-input-type workflow-call-input-default":
    "`on.workflow_call.inputs`",
  "workflow-call-secrets workflow-call-secret-name workflow-call-secret-definition workflow-call-secret-mapping-definition":
    "`on.workflow_call.secrets`",
  "workflow-call-outputs workflow-call-output-name workflow-call-output-definition workflow-output-context":
    "`jobs: () => ({ jobs, outputs })`",
  "workflow-dispatch-inputs workflow-dispatch-input-name workflow-dispatch-input workflow-dispatch-input-type workflow-dispatch-input-default":
    "`on.workflow_dispatch.inputs`",
  "input-type-string input-type-boolean input-type-number input-type-choice input-type-environment":
    "`type` of an input",
  "permissions permissions-mapping permission-level-any permission-level-read-or-no-access permission-level-write-or-no-access permission-level-read permission-level-write":
    "computed from what steps need; `permissions` adds to it, `permissionsAtMost` limits it",
  "permission-level-no-access": "– what is not named is `none`",
  "permission-level-shorthand-read-all permission-level-shorthand-write-all": "– each scope is named with its reason",
  "workflow-defaults workflow-defaults-run": "`defaults` of a workflow",
  "workflow-env": "`env` of a workflow",
  "jobs job": "what `jobs` returns",
  "job-id": "`job(id, …)`",
  "job-factory": "`job(id, { … })`",
  "workflow-job workflow-job-with workflow-job-secrets workflow-job-secrets-mapping":
    "`call(id, workflow, { with, secrets })`",
  "workflow-job-secrets-inherit": "`secrets: allSecrets()`",
  needs: "found in what a job reads; `needs: [job]` for order alone",
  "job-if job-if-result": "`if` of a job",
  strategy: "`strategy` and `matrix` of a job",
  "matrix matrix-filter matrix-filter-item": "`matrix: { axis: […], include, exclude }`",
  "snapshot snapshot-mapping snapshot-if": "`snapshot`",
  "runs-on runs-on-mapping runs-on-labels": "`runsOn`",
  "job-env": "`env` of a job",
  "workflow-concurrency job-concurrency concurrency-mapping concurrency-queue":
    "`concurrency: { group, cancelInProgress, queue }`",
  "job-environment job-environment-mapping job-environment-name": "`environment`, `environmentUrl()`",
  "job-defaults job-defaults-run": "`defaults` of a job",
  "job-outputs": "what the block of `steps` returns",
  "steps steps-item": "`steps: ({ step }) => { … }`",
  "run-step": "`` step(sh`…`) ``",
  "regular-step step-uses": "`step(action({ … }))`, `uses(…)`",
  "wait-step step-wait-target": "`wait(step)`",
  "wait-all-step step-wait-all-value": "`waitAll()`",
  "cancel-step step-cancel-target": "`cancel(step)`",
  "parallel-step parallel-steps": "`parallel(({ step }) => { … })`",
  "step-background": "`background` of a step",
  "step-continue-on-error": "`continueOnError` of a step",
  "step-id": "given where something reads the step; `id`",
  "step-if step-if-result": "`if` of a step",
  "step-env": "`env` of a step, and what code reads",
  "step-name": "`name` of a step",
  "step-timeout-minutes": "`timeoutMinutes` of a step",
  "step-with": "the inputs of an action",
  "container container-mapping container-env": "`container`",
  "services services-container service-container-mapping": "`services`",
  "container-registry-credentials": "`credentials`",
  "shell working-directory": "`shell`, `workingDirectory`",
  "boolean-needs-context number-needs-context string-needs-context boolean-steps-context number-steps-context":
    "– no key of GitHub's uses it",
  "scalar-needs-context scalar-needs-context-with-secrets": "`with` and `secrets` of a call",
  "boolean-strategy-context number-strategy-context string-strategy-context":
    "`continueOnError`, `timeoutMinutes`, `name` of a job",
  "string-runner-context string-runner-context-no-secrets string-steps-context":
    "outputs, `environmentUrl()`, `workingDirectory`",
  "non-empty-string sequence-of-non-empty-string sequence-of-string": "text and lists of text",
};

/** Keys that GitHub has and its published schema has not yet. */
const ahead = [["`cache-mode` of a workflow and of a job", "`cacheMode`"]] as const;

const placeOf = new Map(
  Object.entries(places).flatMap(([names, place]) => names.split(" ").map((name) => [name, place] as const)),
);

function familyOf(name: string, events: readonly string[]): string | undefined {
  for (const event of events) {
    const id = event.replaceAll("_", "-");
    if (name === id || name === `${id}-mapping`) return `\`on.${event}\``;
    if (name === `${id}-string`) return "– written as a mapping";
    if (name.startsWith(`${id}-activity`)) return `\`on.${event}.types\``;
  }
  return undefined;
}

export function renderCoverage(definitions: Definitions): string {
  const events = [...propertiesOf(definitions["on-mapping-strict"]).keys()].sort((a, b) => b.length - a.length);
  const rows = Object.keys(definitions).map((name) => {
    const place = placeOf.get(name) ?? familyOf(name, events);
    if (place === undefined)
      throw new Error(
        `GitHub's schema has a new definition ${name}: give it a place, and name it in tools/github/coverage.ts`,
      );
    const keys = [...propertiesOf(definitions[name]).keys()].map((key) => `\`${key}\``).join(" ");
    return place.startsWith("– ") ? `| \`${name}\` | ${keys} | ${place} |` : `| \`${name}\` | ${keys} | ✅ ${place} |`;
  });
  return `# What of GitHub's workflow syntax has a typed place

Each definition of GitHub's own schema (\`@actions/workflow-parser\`), with its keys and where it stands in TypeScript, or why
it has no place. \`node tools/github/generate.ts\` writes this page; a definition without a row fails the tests, and
\`test/github\` writes a workflow with every key and has GitHub's parser read it. What has no place yet goes into \`untyped\`.

| definition | keys | in TypeScript |
| --- | --- | --- |
${rows.join("\n")}

Ahead of the schema:

| key | in TypeScript |
| --- | --- |
${ahead.map(([key, place]) => `| ${key} | ✅ ${place} |`).join("\n")}
`;
}
