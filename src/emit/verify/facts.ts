/** What the rules of generation look at. */
import { type AnyJob, type CallModel, type JobModel, model } from "../../workflow/job-model.ts";
import type { Place } from "../../workflow/place.ts";
import type { WorkflowModel } from "../../workflow/workflow-model.ts";
import type { Callees } from "../callees.ts";
import type { RenderedJob } from "../job.ts";
import type { Problem } from "../problem.ts";
import type { Site } from "../sites.ts";
import type { RenderedWorkflow } from "../workflow.ts";

export interface Facts {
  readonly rendered: RenderedWorkflow;
  readonly made: WorkflowModel;
  readonly jobs: ReadonlyMap<string, RenderedJob>;
  readonly callees: Callees;
  /** every site of the workflow, with the job it stands in */
  readonly sites: readonly SiteInJob[];
}
export interface SiteInJob {
  readonly site: Site;
  readonly job: RenderedJob | undefined;
}

/** One rule: what is wrong, each thing at its place. */
export type Rule = (facts: Facts) => readonly Problem[];

export const modelOf = (job: AnyJob): JobModel | CallModel => job[model];

export const allSites = (rendered: RenderedWorkflow): readonly SiteInJob[] => [
  ...rendered.sites.map((site) => ({ site, job: undefined })),
  ...rendered.jobs.flatMap((job) => job.sites.map((site) => ({ site, job }))),
];

export const placeOf = (site: Site, facts: Facts): Place => site.place ?? facts.made.place;

/** `job build, runs-on`; `job build, step 2, with.ref` */
export function where(site: Site, job: RenderedJob | undefined): string {
  const path = site.path.map((key, i) =>
    site.path[i - 1] === "steps" && /^\d+$/.test(key) ? String(Number(key) + 1) : key,
  );
  const text = path.join(".").replace(/^steps\.(\d+)\./, "step $1, ");
  return job ? `job ${job.job.id}, ${text}` : text;
}
