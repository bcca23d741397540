import { textOf } from "../../../simulate/expression/raw.ts";
import { StepResults } from "../jobs/job-state.ts";
import { isPostWanted, runPres } from "../steps/action.ts";
import type { Env } from "../steps/environment.ts";
import { runStep } from "../steps/step.ts";
import type { StepScope } from "../steps/step-scope.ts";
import { placeOf } from "../steps/step-scope.ts";
import type { JobRun } from "./job-run.ts";

export interface JobEnd {
  readonly result: "success" | "failure" | "cancelled";
  readonly outputs: Env;
  readonly url?: string;
}

const say = ({ run }: StepScope, text: string) =>
  run.tell({ kind: "line", leg: run.leg, step: "", text: run.masker.mask(text), look: "problem" });

/** Values for other jobs; GitHub drops what is empty and what holds a masked value. */
function outputsOf(scope: StepScope): Env {
  const { run } = scope;
  if (typeof run.job.outputs === "string") return {};
  const kept: Record<string, string> = {};
  for (const [name, raw] of Object.entries(run.job.outputs)) {
    const value = textOf(raw, placeOf(scope));
    if (value === "") continue;
    if (run.masker.holds(value)) say(scope, `Skip output '${name}' since it may contain secret.`);
    else kept[name] = value;
  }
  return kept;
}

function urlOf(scope: StepScope): string | undefined {
  const raw = scope.run.job.environment?.url;
  const url = raw === undefined ? "" : textOf(raw, placeOf(scope));
  if (url === "") return undefined;
  if (!scope.run.masker.holds(url)) return url;
  say(scope, "Skip setting environment url as environment url may contain secret.");
  return undefined;
}

async function runPosts({ run, results }: StepScope): Promise<void> {
  for (let post = run.state.nextPost(); post; post = run.state.nextPost()) {
    if (!isPostWanted(post.scope, post.if)) continue;
    const at = { leg: run.leg, step: `${post.id}-post` };
    const { name } = post;
    run.tell({ kind: "step-started", ...at, name, at: run.now() });
    const { outcome, outputs, summary } = await post.run();
    if (outcome === "failure") results.set(at.step, { outcome, conclusion: outcome, outputs: {} });
    run.tell({ kind: "step-ended", ...at, name, outcome, conclusion: outcome, outputs, summary, at: run.now() });
  }
}

/** What the expressions of `outputs` and `url` come to; a mistake in one fails the job. */
function valuesOf(scope: StepScope): { outputs: Env; url?: string; broken: boolean } {
  try {
    const url = urlOf(scope);
    return { outputs: outputsOf(scope), ...(url === undefined ? {} : { url }), broken: false };
  } catch (cause) {
    say(scope, cause instanceof Error ? cause.message : String(cause));
    return { outputs: {}, broken: true };
  }
}

function lost(scope: StepScope): JobEnd {
  say(scope, "The runner was lost: nothing of this job runs any more.");
  return { result: "failure", outputs: {} };
}

/** Runs the pre phases, the steps of one leg, then the post phases in the opposite order. */
export async function runJob(run: JobRun): Promise<JobEnd> {
  const scope: StepScope = { run, results: new StepResults(), signal: run.signal };
  run.tell({ kind: "job-started", leg: run.leg, name: run.name, needs: run.flow, at: run.now() });
  if (run.remark !== undefined) say(scope, run.remark);
  run.lost?.addEventListener("abort", () => run.groups.end());
  try {
    await runPres(scope, run.job.steps);
    for (const [index, step] of run.job.steps.entries()) {
      await runStep(scope, step, run.job.steps.slice(index + 1, index + 3));
      if (run.lost?.aborted) return lost(scope);
    }
    const { broken, ...values } = valuesOf(scope);
    await runPosts(scope);
    const failed = broken || scope.results.failed;
    return { result: run.signal.aborted ? "cancelled" : failed ? "failure" : "success", ...values };
  } finally {
    run.groups.end();
    await run.processes.end();
    run.state.dropFiles();
  }
}
