import { type Grant, placeOf, readWorkflow, resolveCalls, source } from "../../read/index.ts";
import { workflowLoader } from "../../rehearse/runner/plan/load.ts";
import { planWorkflow } from "../../simulate/plan/from-workflow.ts";
import type { Origin } from "../../simulate/plan/plan.ts";
import type { Subject } from "../../simulate/table/subject.ts";

export interface ReadOptions {
  readonly own: Origin;
  readonly maps: Readonly<Record<string, string>>;
  readonly policy: Grant;
}

/** A workflow with all that it calls; or what GitHub would refuse, and then no job of it ever starts. */
export function subjectOf(
  file: string,
  text: string,
  { own, maps, policy }: ReadOptions,
): Subject | { readonly refused: readonly string[] } {
  const { load, originOf } = workflowLoader({ own, others: maps });
  const { workflow, problems } = readWorkflow(source(file, text));
  const resolved = workflow && resolveCalls(workflow, { load, policy });
  const all = [...problems, ...(resolved?.problems ?? [])];
  if (!workflow || !resolved || all.length > 0) {
    const told = all.map((one) => `${one.source.file}:${placeOf(one.source, one.at.start).line}: ${one.message}`);
    return { refused: [...new Set(told)] };
  }
  return { workflow, jobs: resolved.jobs, plan: planWorkflow(workflow, resolved.jobs, originOf) };
}
