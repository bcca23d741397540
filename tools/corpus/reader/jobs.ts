import type { Grant } from "../../../src/read/index.ts";
import {
  literalOf,
  type ResolvedJob,
  type RunnerJob,
  type Step,
  stepIds,
  type Text,
  type Value,
  type Workflow,
} from "../../../src/read/index.ts";
import {
  conditionToken,
  type Form,
  nodeToken,
  scalarToken,
  stringToken,
  type Token,
  textToken,
  valueAt,
} from "./form.ts";

/** The scopes that the expected files know; GitHub has added others since. */
const knownScopes = [
  "actions",
  "checks",
  "contents",
  "deployments",
  "discussions",
  "id-token",
  "issues",
  "packages",
  "pages",
  "pull-requests",
  "repository-projects",
  "security-events",
  "statuses",
];

export function permissionsToken(grant: Grant | undefined, readAll: boolean): Token | undefined {
  if (grant === undefined) return undefined;
  // the expected files list `id-token: read` under read-all, a level that the scope does not have
  const levels = readAll ? { ...grant, "id-token": "read" } : grant;
  return Object.fromEntries(
    Object.entries(levels).filter(([scope, level]) => knownScopes.includes(scope) && level !== "none"),
  );
}

/** Jobs as the expected files list them; keys of a job are taken from the file as our reader parsed it. */
export function jobsForm(jobs: readonly ResolvedJob[], form: Form): readonly Token[] {
  return jobs.map((resolved) => jobForm(resolved, { ...form, source: resolved.workflow.source }));
}

function jobForm(resolved: ResolvedJob, form: Form): Token {
  const { job, workflow, grant } = resolved;
  const node = valueAt(valueAt(workflow.root, "jobs"), job.id.value);
  const raw = (key: string) => {
    const value = valueAt(node, key);
    return value && nodeToken(form, value, false);
  };
  const common = {
    id: stringToken(form, job.id.value, job.id.at),
    name:
      job.name === undefined || literalOf(job.name) === ""
        ? stringToken(form, job.id.value, job.id.at)
        : textToken(form, job.name),
    if: conditionToken(job.if),
    permissions: permissionsToken(grant, (job.permissions ?? resolvedPermissions(resolved))?.all === "read"),
    concurrency: raw("concurrency"),
    strategy: raw("strategy"),
  };
  const needs = job.needs.map((need) => stringToken(form, need.value, need.at));
  if (resolved.kind === "call") {
    const declared = (key: string) => definitions(resolved.called, key, form);
    const secrets = valueAt(node, "secrets");
    return {
      type: "reusableWorkflowJob",
      ...common,
      needs,
      ref: stringToken(form, resolved.job.uses.value, resolved.job.uses.at),
      "input-definitions": declared("inputs"),
      "input-values": valueAt(node, "with") && nodeToken(form, valueAt(node, "with") ?? workflow.root, true),
      "secret-definitions": declared("secrets"),
      "secret-values": secrets?.kind === "mapping" ? nodeToken(form, secrets, true) : undefined,
      "inherit-secrets": resolved.job.secrets === "inherit" || undefined,
      outputs: declared("outputs"),
      jobs: jobsForm(resolved.jobs, form),
    };
  }
  return {
    type: "job",
    ...common,
    ...(needs.length > 0 ? { needs } : {}),
    ...runnerForm(resolved.job, form),
    ...Object.fromEntries(
      ["env", "environment", "defaults", "runs-on", "container", "services", "outputs", "snapshot"].map((key) => [
        key,
        raw(key),
      ]),
    ),
  };
}

function resolvedPermissions(resolved: ResolvedJob) {
  return resolved.workflow.permissions;
}

function definitions(called: Workflow | undefined, key: string, form: Form): Token | undefined {
  if (called === undefined) return undefined;
  const node = valueAt(valueAt(valueAt(called.root, "on"), "workflow_call"), key);
  return node && nodeToken({ ...form, source: called.source }, node, true);
}

function runnerForm(job: RunnerJob, form: Form): Record<string, unknown> {
  const ids = stepIds(job.steps ?? []);
  return {
    "continue-on-error": valueToken(form, job.continueOnError),
    "timeout-minutes": valueToken(form, job.timeoutMinutes),
    "cancel-timeout-minutes": valueToken(form, job.cancelTimeoutMinutes),
    steps: job.steps?.map((step, index) => stepForm(step, ids[index] ?? "", form)),
  };
}

function stepForm(step: Step, id: string, form: Form): Token {
  const text = (value: Text | undefined) => value && textToken(form, value);
  if (step.kind === "parallel") {
    const ids = stepIds(step.steps);
    return {
      id,
      name: "Parallel group",
      parallel: step.steps.map((each, index) => stepForm(each, ids[index] ?? "", form)),
    };
  }
  const common = { id, name: text(step.name), "continue-on-error": valueToken(form, step.continueOnError) };
  if (step.kind === "wait")
    return { ...common, name: common.name ?? "Wait", wait: step.targets.map((target) => target.value) };
  if (step.kind === "wait-all") return { ...common, name: common.name ?? "Wait for all", "wait-all": true };
  if (step.kind === "cancel") return { ...common, name: common.name ?? "Cancel", cancel: step.target.value };
  const work = {
    ...common,
    if: conditionToken(step.if),
    env: envToken(form, step.env),
    "timeout-minutes": valueToken(form, step.timeoutMinutes),
    background: step.background?.value,
  };
  if (step.kind === "uses")
    return { ...work, uses: stringToken(form, step.uses.value, step.uses.at), with: envToken(form, step.with) };
  return { ...work, run: text(step.run), shell: text(step.shell), "working-directory": text(step.workingDirectory) };
}

function envToken(form: Form, env: RunnerJob["env"]): Token | undefined {
  if (env === undefined) return undefined;
  if (env.expression !== undefined) return textToken(form, env.expression);
  const map = env.entries.map(({ name, value }) => ({
    Key: stringToken(form, name.value, name.at),
    Value: textToken(form, value),
  }));
  return { type: 2, ...(map.length > 0 ? { map } : {}) };
}

function valueToken(form: Form, value: Value<number> | Value<boolean> | undefined): Token | undefined {
  if (value === undefined) return undefined;
  return value.kind === "literal" ? scalarToken(form, value.value, value.at) : textToken(form, value.text);
}
