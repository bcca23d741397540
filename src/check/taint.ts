import { untrustedIn } from "./facts/untrusted.ts";
import { type Env, expressionsOf, type RunnerJob, type RunStep, type UsesStep, type Workflow } from "./subject.ts";

/** Environment variables that hold untrusted text where a step runs, with where the text comes from. */
export function taintedEnv(workflow: Workflow, job: RunnerJob, step: RunStep | UsesStep): ReadonlyMap<string, string> {
  const tainted = new Map<string, string>();
  for (const env of [workflow.env, job.env, step.env]) addEnv(tainted, env);
  return tainted;
}

function addEnv(tainted: Map<string, string>, env: Env | undefined): void {
  for (const { name, value } of env?.entries ?? []) {
    const [source] = expressionsOf(value).flatMap(({ syntax }) => (syntax === undefined ? [] : untrustedIn(syntax)));
    if (source === undefined) tainted.delete(name.value);
    else tainted.set(name.value, source);
  }
}
