import { Expr, fields } from "../expr/expression.ts";
import { path } from "../expr/node.ts";
import { Recorder } from "./block.ts";
import type { JobDefinition, Returns } from "./job-definition.ts";
import { type AnyJob, type JobModel, model } from "./job-model.ts";
import type { Job, JobOutputs, MatrixJob, Values } from "./job-outputs.ts";
import type { Matrix, MatrixInput, NoMatrix, StrategyContext } from "./matrix.ts";
import { place } from "./place.ts";

/** What a job definition says, its late positions given their matrix. */
function modelOf<M extends MatrixInput | NoMatrix, O>(id: string, d: JobDefinition<M, O>): JobModel {
  const recorder = new Recorder();
  const outputs = d.steps(recorder.contexts<M>());
  const contexts = { matrix: fields<Matrix<M>>(path("matrix")), strategy: fields<StrategyContext>(path("strategy")) };
  const now = <T>(x: T | ((given: typeof contexts) => T)): T => (x instanceof Function ? x(contexts) : x);
  return {
    id,
    place: place(job),
    kind: "steps",
    name: now(d.name),
    runsOn: now(d.runsOn),
    needs: d.needs ?? [],
    if: d.if,
    matrix: d.matrix,
    strategy: d.strategy,
    environment: now(d.environment),
    environmentUrl: recorder.environmentUrl,
    concurrency: now(d.concurrency),
    env: now(d.env) ?? {},
    defaults: d.defaults,
    timeoutMinutes: now(d.timeoutMinutes),
    cancelTimeoutMinutes: d.cancelTimeoutMinutes,
    continueOnError: now(d.continueOnError),
    container: now(d.container),
    services: now(d.services),
    permissions: d.permissions,
    permissionsAtMost: d.permissionsAtMost,
    cacheMode: d.cacheMode,
    snapshot: d.snapshot,
    steps: recorder.steps,
    outputs: typeof outputs === "object" && outputs !== null ? outputs : {},
    comment: d.comment,
    untyped: d.untyped ?? {},
  };
}

/**
 * A job: where it runs, and its steps. What the block returns are the job's outputs; whoever reads one needs the job.
 *
 * ```ts
 * const build = job("build", {
 *   runsOn: "ubuntu-24.04",
 *   steps: ({ step }) => {
 *     step(checkout());
 *     const version = step(sh`echo "version=$(cat VERSION)" >> "$GITHUB_OUTPUT"`, { outputs: ["version"] });
 *     return { version: version.outputs.version };
 *   },
 * });
 * ```
 */
export function job<O extends Returns, const M extends MatrixInput | NoMatrix = NoMatrix>(
  id: string,
  definition: JobDefinition<M, O>,
): [M] extends [NoMatrix] ? Job<Values<O>> : MatrixJob<Values<O>>;
export function job<O extends Returns, M extends MatrixInput | NoMatrix>(
  id: string,
  definition: JobDefinition<M, O>,
): AnyJob {
  const read = { outputs: fields<JobOutputs<object>>(path("needs", id, "outputs")) };
  return {
    id,
    result: new Expr(path("needs", id, "result")),
    [model]: modelOf(id, definition),
    ...(definition.matrix ? { lastLeg: read } : read),
  };
}
