/** The jobs of a workflow and what flows between them, as data to draw. */

import { isExpression } from "../../expr/expression.ts";
import { render } from "../../expr/render.ts";
import { type CallModel, type JobModel, model } from "../../workflow/job-model.ts";
import { isRemote } from "../callees.ts";
import type { RenderedJob } from "../job.ts";
import { flat } from "../step.ts";
import type { RenderedWorkflow } from "../workflow.ts";

export interface GraphNode {
  readonly id: string;
  readonly title: string;
  /** what is worth seeing at a glance: matrix, environment, a call */
  readonly marks: readonly string[];
  readonly permissions: readonly string[];
  readonly steps: readonly string[];
  /** how many jobs must have ended before it, at the longest */
  readonly depth: number;
  readonly environment: boolean;
}
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** the outputs that flow; none: it only waits */
  readonly outputs: readonly string[];
}
export interface Graph {
  readonly name: string;
  readonly triggers: readonly string[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const shown = (x: unknown): string => (isExpression(x) ? String(render(x)) : String(x));

function environmentOf(job: JobModel | CallModel): string | undefined {
  if (job.kind === "call" || job.environment === undefined) return undefined;
  const given = job.environment;
  return typeof given === "string" || isExpression(given) ? shown(given) : shown(given.name);
}

function marksOf(job: JobModel | CallModel): readonly string[] {
  const environment = environmentOf(job);
  const axes =
    job.matrix && !isExpression(job.matrix)
      ? Object.keys(job.matrix).filter((k) => k !== "include" && k !== "exclude")
      : [];
  return [
    ...(environment === undefined ? [] : [`environment ${environment}`]),
    ...(job.matrix ? [axes.length > 0 ? `for each ${axes.join(" × ")}` : "for each of a matrix"] : []),
    ...(job.kind === "call" ? [`calls ${isRemote(job.callee) ? job.callee.uses : job.callee.name}`] : []),
    ...(job.if === undefined
      ? []
      : [`if ${typeof job.if === "boolean" ? job.if : shown(job.if).replace(/^\$\{\{ (.*) \}\}$/s, "$1")}`]),
  ];
}

const stepsOf = (job: JobModel | CallModel): readonly string[] =>
  job.kind === "call"
    ? []
    : flat(job.steps).map(({ name, what, id }) =>
        name !== undefined
          ? shown(name)
          : what.kind === "uses"
            ? what.uses
            : what.kind === "run"
              ? (what.parts.join("…").trim().split("\n")[0] ?? id)
              : what.kind,
      );

/** The longest way from a job that needs nothing; a circle ends where it closes. */
function depthOf(id: string, jobs: ReadonlyMap<string, RenderedJob>, seen: readonly string[] = []): number {
  const needs = (jobs.get(id)?.needs ?? []).filter((need) => jobs.has(need) && !seen.includes(need));
  return needs.length === 0 ? 0 : 1 + Math.max(...needs.map((need) => depthOf(need, jobs, [...seen, id])));
}

const outputsRead = (job: RenderedJob, from: string): readonly string[] => [
  ...new Set(
    job.sites.flatMap((site) =>
      site.expressions.flatMap(({ reads }) =>
        reads.paths.flatMap(([root, id, what, name]) =>
          root === "needs" && id === from && what === "outputs" && name ? [name] : [],
        ),
      ),
    ),
  ),
];

export function graphOf({ workflow, jobs }: RenderedWorkflow): Graph {
  const byId = new Map(jobs.map((job) => [job.job.id, job]));
  return {
    name: workflow.name,
    triggers: Object.keys(workflow[model].on),
    nodes: jobs.map((job) => {
      const made = job.job[model];
      return {
        id: made.id,
        title: made.name === undefined ? made.id : shown(made.name),
        marks: marksOf(made),
        permissions: [...job.permissions].map(([scope, { level }]) => `${scope}: ${level}`),
        steps: stepsOf(made),
        depth: depthOf(made.id, byId),
        environment: environmentOf(made) !== undefined,
      };
    }),
    edges: jobs.flatMap((job) =>
      job.needs.filter((id) => byId.has(id)).map((from) => ({ from, to: job.job.id, outputs: outputsRead(job, from) })),
    ),
  };
}
