import { condition } from "../../../simulate/expression/evaluate.ts";
import { StepResults } from "../jobs/job-state.ts";
import type { Env } from "../steps/environment.ts";
import { runStep } from "../steps/step.ts";
import type { Post } from "../steps/step-end.ts";
import { placeOf, type StepScope, textOf } from "../steps/step-scope.ts";
import type { JobRun } from "./job-run.ts";

export interface JobEnd {
  readonly result: "success" | "failure" | "cancelled";
  readonly outputs: Env;
  readonly url?: string;
}

/** Values for other jobs; GitHub drops what is empty and what holds a masked value. */
function outputsOf(scope: StepScope): Env {
  const { run } = scope;
  const kept: Record<string, string> = {};
  for (const [name, raw] of Object.entries(run.job.outputs)) {
    const value = textOf(raw, placeOf(scope));
    if (value === "") continue;
    if (run.masker.holds(value))
      run.tell({
        kind: "line",
        leg: run.leg,
        step: "",
        text: `Skip output '${name}' since it may contain secret.`,
        look: "problem",
      });
    else kept[name] = value;
  }
  return kept;
}

async function runPosts(scope: StepScope, posts: readonly (Post & { readonly id: string })[]): Promise<void> {
  const { run, results } = scope;
  for (const post of posts) {
    if (!condition(post.if, placeOf(scope))) continue;
    const step = `${post.id}-post`;
    run.tell({ kind: "step-started", leg: run.leg, step, name: post.name, at: run.now() });
    const { outcome, outputs, summary } = await post.run();
    if (outcome === "failure") results.set(step, { outcome, conclusion: outcome, outputs: {} });
    run.tell({
      kind: "step-ended",
      leg: run.leg,
      step,
      name: post.name,
      outcome,
      conclusion: outcome,
      outputs,
      summary,
      at: run.now(),
    });
  }
}

/** Runs the steps of one leg, then the post phases in the opposite order. */
export async function runJob(run: JobRun): Promise<JobEnd> {
  const scope: StepScope = { run, results: new StepResults() };
  const posts: (Post & { readonly id: string })[] = [];
  run.tell({ kind: "job-started", leg: run.leg, name: run.name, needs: run.flow, at: run.now() });
  try {
    for (const step of run.job.steps) {
      const { post } = await runStep(scope, step);
      if (post) posts.unshift({ ...post, id: step.id });
    }
    const rawUrl = run.job.environment?.url;
    const url = rawUrl === undefined ? "" : textOf(rawUrl, placeOf(scope));
    const outputs = outputsOf(scope);
    await runPosts(scope, posts);
    const result = run.signal.aborted ? "cancelled" : scope.results.failed ? "failure" : "success";
    return { result, outputs, ...(url === "" || run.masker.holds(url) ? {} : { url }) };
  } finally {
    run.groups.end();
  }
}
