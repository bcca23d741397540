import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { type Problem, placeOf, readWorkflow, resolveCalls, source, type Workflow } from "../read/index.ts";
import { planWorkflow } from "../simulate/plan/from-workflow.ts";
import type { Origin, Plan } from "../simulate/plan/plan.ts";
import { actionFinder } from "./runner/actions/find.ts";
import type { FindAction } from "./runner/actions/manifest.ts";
import { graphOf } from "./runner/plan/graph.ts";
import { workflowLoader } from "./runner/plan/load.ts";
import { onlyJobs } from "./runner/plan/only.ts";
import { missingActions } from "./runner/plan/preflight.ts";
import { type Refusal, refusalsOf } from "./runner/plan/refusals.ts";
import { usualStandIns } from "./stand-ins/all.ts";

export interface PrepareRequest {
  /** the repository's folder */
  readonly repository: string;
  /** the workflow's file */
  readonly workflow: string;
  /** `owner/name` */
  readonly name: string;
  readonly ref: string;
  /** these jobs alone, with what they need */
  readonly jobs?: readonly string[];
  /** other repositories, `owner/name` → folder: workflows that are called, and actions */
  readonly maps: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, string>>;
  readonly skipped: readonly string[];
  /** the rehearsal's own folder */
  readonly folder: string;
}

export interface Prepared {
  readonly kind: "prepared";
  readonly workflow: Workflow;
  readonly path: string;
  readonly plan: Plan;
  readonly findAction: (origin: Origin) => FindAction;
  /** what of it GitHub reads as if it were not there */
  readonly remarks: readonly string[];
}

export type NotPrepared =
  | { readonly kind: "unreadable"; readonly problems: readonly string[] }
  | { readonly kind: "no-job"; readonly problem: string }
  | {
      readonly kind: "refused";
      readonly refusals: readonly Refusal[];
      readonly workflow: Workflow;
      readonly plan: Plan;
    };

const told = ({ source: file, at, message }: Problem) => `${file.file}:${placeOf(file, at.start).line}: ${message}`;

/** What GitHub does not know of an event's settings it leaves out, but for those of a call (workflow-v1.0.json `on-mapping`). */
const isLeftOut = ({ source: file, on }: Workflow, problem: Problem): boolean =>
  problem.code === "unexpected-key" &&
  problem.source === file &&
  on.some(
    ({ event, at }) => event.value !== "workflow_call" && problem.at.start >= at.start && problem.at.end <= at.end,
  );

/** Reads a workflow with all it calls, and says what of it cannot be run here, before anything starts. */
export async function prepare(request: PrepareRequest): Promise<Prepared | NotPrepared> {
  const { repository, name, ref } = request;
  const path = relative(repository, request.workflow);
  const { workflow, problems } = readWorkflow(source(path, await readFile(request.workflow, "utf8")));
  const own: Origin = { repository: name, ref, folder: repository };
  const { load, originOf } = workflowLoader({ own, others: request.maps });
  const resolved = workflow && resolveCalls(workflow, { load });
  const all = [...problems, ...(resolved?.problems ?? [])];
  const wrong = all.filter((problem) => !workflow || !isLeftOut(workflow, problem));
  if (!workflow || !resolved || wrong.length > 0)
    return { kind: "unreadable", problems: [...new Set(wrong.map(told))] };
  const remarks = [...new Set(all.map((problem) => `${told(problem)}: GitHub leaves it out`))];
  const whole = planWorkflow(workflow, resolved.jobs, originOf);
  const plan = request.jobs?.length ? onlyJobs(whole, request.jobs) : whole;
  if ("problem" in plan) return { kind: "no-job", problem: plan.problem };
  const folders = { ...request.maps, ...request.actions };
  const options = {
    standIns: usualStandIns(repository, name, request.folder, folders),
    skipped: request.skipped,
    folders,
  };
  const findAction = (origin: Origin) => actionFinder(options, origin);
  const wanted = new Set(graphOf(plan).map(({ id }) => id));
  const refusals = [
    ...refusalsOf(resolved.jobs).filter(({ job }) => wanted.has(job)),
    ...(await missingActions(plan, own, findAction)),
  ];
  if (refusals.length > 0) return { kind: "refused", refusals, workflow, plan };
  return { kind: "prepared", workflow, path, plan, findAction, remarks };
}
