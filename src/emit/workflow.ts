import type { Reads } from "../expr/parse.ts";
import { model } from "../workflow/job-model.ts";
import type { AnyWorkflow, WorkflowModel } from "../workflow/workflow-model.ts";
import type { Callees } from "./callees.ts";
import { type RenderedJob, renderJob } from "./job.ts";
import { concurrency, defaults } from "./settings.ts";
import { type Site, sitesOf } from "./sites.ts";
import { fixed, text, untyped, variables } from "./text.ts";
import { entry, type Mapping, mapping } from "./tree.ts";
import { triggersTree } from "./triggers.ts";

/** A workflow as YAML, with what was found out on the way. */
export interface RenderedWorkflow {
  readonly workflow: AnyWorkflow;
  readonly tree: Mapping;
  /** those outside of the jobs */
  readonly sites: readonly Site[];
  readonly jobs: readonly RenderedJob[];
}

const aboveJobs = (made: WorkflowModel) => [
  entry("name", fixed(made.name)),
  entry("description", fixed(made.description)),
  entry("run-name", text(made.runName, "run-name")),
  entry("on", triggersTree(made), { apart: true }),
  // every job states its own: what it does not name it does not have
  { key: "permissions", value: mapping([]), apart: true },
  entry("concurrency", concurrency(made.concurrency, "workflow-concurrency"), { apart: true }),
  entry("cache-mode", fixed(made.cacheMode)),
  entry("env", variables(made.env, "workflow-env"), { apart: true }),
  entry("defaults", defaults(made.defaults, undefined), { apart: true }),
  ...untyped(made.untyped),
];

export function renderWorkflow(
  workflow: AnyWorkflow,
  callees: Callees,
  memo = new Map<string, Reads>(),
): RenderedWorkflow {
  const made = workflow[model];
  const head = mapping(aboveJobs(made));
  const jobs = made.jobs.map((job) => renderJob(job, callees, memo));
  const tree = mapping([
    ...head.entries,
    {
      key: "jobs",
      apart: true,
      value: mapping(
        jobs.map(({ job, tree: value }) => {
          const { place, comment } = job[model];
          return { key: job.id, value, place, comment, apart: true };
        }),
      ),
    },
  ]);
  return { workflow, tree, sites: sitesOf(head, memo, made.place), jobs };
}
