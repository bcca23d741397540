import { inputsOfCall, outputsOfCall } from "../../../simulate/schedule/call.ts";
import type { Ticket } from "../../../simulate/schedule/concurrency.ts";
import { concurrencyOf } from "../../../simulate/schedule/decide.ts";
import { ConcurrencyGroups } from "./groups.ts";
import { contextsOf, type Level } from "./level.ts";
import type { RunRequest } from "./request.ts";
import { secretsOfCall } from "./secrets-of-call.ts";
import { type CallRequest, type LegEnd, type RunEnd, type Waiting, WorkflowRun } from "./workflow-run.ts";

/** Runs a workflow, and those it calls. */
export function runWorkflow(request: RunRequest): Promise<RunEnd> {
  const { plan, inputs, secrets, signal } = request;
  return runLevel({ request, groups: new ConcurrencyGroups(), plan, path: [], inputs, secrets, held: [], signal });
}

/** Runs one workflow alone of its concurrency group. */
async function runLevel(level: Level): Promise<RunEnd> {
  const { plan, request, path, groups, held } = level;
  if (!plan.concurrency) return new WorkflowRun(level, runCall).run();
  const concurrency = concurrencyOf(plan.concurrency, { contexts: contextsOf(level), functions: [] });
  const group = concurrency.group.toLowerCase();
  // a called workflow that names its caller's group would wait for itself
  if (held.includes(group))
    throw new Error(`the concurrency group ${concurrency.group} is held by the calling workflow`);
  const ticket: Ticket = { ...concurrency, key: `${path.join("/")}/` };
  const stop = new AbortController();
  const cancel = (why: string) => stop.abort(new Error(why));
  const hold = () =>
    request.tell({ kind: "job-held", leg: path.join("/"), group: concurrency.group, at: request.now() });
  await groups.enter(ticket, { hold, cancel });
  try {
    const signal = AbortSignal.any([level.signal, stop.signal]);
    return await new WorkflowRun({ ...level, held: [...held, group], signal }, runCall).run();
  } finally {
    groups.leave(ticket);
  }
}

/** A leg that is a whole other workflow: its jobs run below the leg's own name. */
async function runCall({ level, job, leg, plan, base, flow, signal }: CallRequest): Promise<LegEnd | Waiting> {
  const { request, held } = level;
  const path = [...level.path, leg];
  request.tell({ kind: "job-started", leg: path.join("/"), name: plan.name, needs: flow, at: request.now() });
  const contexts = { ...base, matrix: plan.matrix, strategy: plan.strategy };
  const place = { contexts, functions: [] };
  const inputs = inputsOfCall(job, place);
  const { result, jobs } = await runLevel({
    ...level,
    plan: job.called,
    path,
    inputs,
    secrets: secretsOfCall(job, level, place),
    held: plan.concurrency ? [...held, plan.concurrency.group.toLowerCase()] : held,
    signal,
  });
  if (result === "waiting") return { result };
  return { result, outputs: outputsOfCall(job, jobs, { ...base, inputs }) };
}
