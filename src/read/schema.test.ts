/** The tables of the reader, held to the schema that GitHub publishes in its own parser. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Position, type PositionName, positions } from "./expression/position.ts";
import { events } from "./workflow/event.ts";
import { jobKeys } from "./workflow/job.ts";
import { scopes } from "./workflow/permissions.ts";
import { workflowKeys } from "./workflow/read.ts";
import { stepKeys } from "./workflow/step-kind.ts";

interface Definition {
  readonly context?: readonly string[];
  readonly mapping?: { readonly properties?: Readonly<Record<string, unknown>> };
  readonly "allowed-values"?: readonly string[];
}
const parser = join(import.meta.dirname, "../../node_modules/@actions/workflow-parser");
const read = (name: string): Readonly<Record<string, Definition>> =>
  JSON.parse(readFileSync(join(parser, "dist", name), "utf8")).definitions;
const workflow = read("workflow-v1.0.min.json");
const action = read("action-v1.0.min.json");

const keysOf = (name: string) => Object.keys(workflow[name]?.mapping?.properties ?? {}).sort();
/** Keys GitHub has added since that release. */
const newer = { workflow: ["cache-mode"], job: ["cache-mode"] };

describe("keys", () => {
  it.each([
    ["a workflow", workflowKeys, "workflow-root-strict", newer.workflow],
    ["a job", jobKeys.job, "job-factory", newer.job],
    ["a job that calls", jobKeys.call, "workflow-job", newer.job],
    ["a run step", stepKeys.run, "run-step", []],
    ["a uses step", stepKeys.uses, "regular-step", []],
    ["a wait step", stepKeys.wait, "wait-step", []],
    ["a wait-all step", stepKeys["wait-all"], "wait-all-step", []],
    ["a cancel step", stepKeys.cancel, "cancel-step", []],
    ["a parallel step", stepKeys.parallel, "parallel-step", []],
  ] as const)("%s", (_, ours, definition, added) => {
    expect([...ours].filter((key) => !added.some((name) => name === key)).sort()).toEqual(keysOf(definition));
  });
});

describe("events", () => {
  it("are the same", () => {
    expect(Object.keys(events).sort()).toEqual(keysOf("on-mapping-strict"));
  });

  it.each(Object.entries(events))("%s has the same types and filters", (name, { types, filters }) => {
    const slug = name.replaceAll("_", "-");
    const own =
      workflow[`${slug}-mapping`] ?? (name === "pull_request_comment" ? workflow["issue-comment-mapping"] : undefined);
    const keys = Object.keys(own?.mapping?.properties ?? {}).sort();
    if (name !== "schedule")
      expect([...(types === undefined ? [] : ["types"]), ...(filters ?? [])].sort()).toEqual(keys);
    const allowed = workflow[`${slug}-activity-type`]?.["allowed-values"];
    if (types !== undefined && allowed !== undefined) expect([...types].sort()).toEqual([...allowed].sort());
  });
});

it("permission scopes are the same", () => {
  expect(Object.keys(scopes).sort()).toEqual(keysOf("permissions-mapping"));
});

/** Our positions, with the definition each stands for. Contexts are inherited: a child may use its parents' too. */
const definitions: readonly (readonly [PositionName, Readonly<Record<string, Definition>>, readonly string[]])[] = [
  ["run-name", workflow, ["run-name"]],
  ["on.workflow_call.inputs.<id>.default", workflow, ["workflow-call-input-default"]],
  ["on.workflow_call.outputs.<id>.value", workflow, ["workflow-output-context"]],
  ["env", workflow, ["workflow-env"]],
  ["concurrency", workflow, ["workflow-concurrency"]],
  ["jobs.<id>.if", workflow, ["job-if"]],
  ["jobs.<id>.strategy", workflow, ["strategy"]],
  ["jobs.<id>.snapshot.if", workflow, ["snapshot-if"]],
  ["jobs.<id>", workflow, ["runs-on"]],
  ["jobs.<id>", workflow, ["job-concurrency"]],
  ["jobs.<id>", workflow, ["job-environment", "job-environment-name"]],
  ["jobs.<id>", workflow, ["string-strategy-context"]],
  ["jobs.<id>.environment.url", workflow, ["job-environment", "string-runner-context-no-secrets"]],
  ["jobs.<id>.env", workflow, ["job-env"]],
  ["jobs.<id>.defaults.run", workflow, ["job-defaults-run"]],
  ["jobs.<id>.container", workflow, ["container"]],
  ["jobs.<id>.container", workflow, ["services", "services-container"]],
  ["jobs.<id>.container.credentials", workflow, ["container", "container-registry-credentials"]],
  ["jobs.<id>.container.env", workflow, ["container", "string-runner-context"]],
  ["jobs.<id>.outputs", workflow, ["string-runner-context"]],
  ["jobs.<id>.with", workflow, ["scalar-needs-context"]],
  ["jobs.<id>.secrets", workflow, ["scalar-needs-context-with-secrets"]],
  ["jobs.<id>.steps.if", workflow, ["step-if"]],
  ["jobs.<id>.steps", workflow, ["step-with"]],
  ["jobs.<id>.steps", workflow, ["string-steps-context"]],
  ["inputs.<id>.default", action, ["input-default-context"]],
  ["outputs.<id>.value", action, ["output-value"]],
  ["runs.steps", action, ["step-with"]],
  ["runs.steps.if", action, ["step-if"]],
  ["runs.args", action, ["container-runs-context"]],
  ["runs.if", action, ["runs-if"]],
];

describe("what an expression may use at each place", () => {
  it.each(definitions)("%s", (name, schema, chain) => {
    const theirs = chain.flatMap((definition) => schema[definition]?.context ?? []);
    const ours: Position = positions[name];
    const functions = Object.entries(ours.functions).map(
      ([each, { least, most }]) => `${each}(${least},${most > 255 ? "MAX" : most})`,
    );
    expect([...ours.contexts, ...functions].sort()).toEqual([...new Set(theirs)].sort());
  });
});
