import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "../../../simulate/expression/status.ts";
import type { Contexts, Value } from "../../../simulate/expression/value.ts";
import type { Ended, LegPlan } from "../../../simulate/schedule/job.ts";
import { type Effect, type Event, type LegKey, Schedule, type State } from "../../../simulate/schedule/schedule.ts";
import type { Flow, Tell } from "../../story/event.ts";
import type { FindAction } from "../actions/manifest.ts";
import { Masker } from "../commands/masker.ts";
import { decideJob, type Gates, needsContext } from "../jobs/decide.ts";
import { JobState } from "../jobs/job-state.ts";
import { type JobEnd, runJob } from "../jobs/run-job.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import type { Env } from "../steps/environment.ts";
import { ProcessGroups } from "../steps/process.ts";
import { mapOf } from "../steps/step-scope.ts";
import { githubContext, githubVariables, type RunFacts } from "./github.ts";

export type Answer = "approved" | "rejected";

export interface RunRequest {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly inputs: { readonly [name: string]: Value };
  readonly vars: Env;
  /** of the repository, and of an environment where a job names one */
  readonly secrets: (environment: string | undefined) => Env;
  readonly gates: Gates;
  /** `waiting`: nobody answered, and nobody will */
  readonly ask: (gate: { readonly environment: string; readonly job: string }) => Promise<Answer | "waiting">;
  readonly findAction: FindAction;
  /** PATH and what little else steps get of this machine; may differ by job */
  readonly machine: (job: PlannedJob) => Env;
  /** an empty folder for everything of this run */
  readonly folder: string;
  readonly node: string;
  readonly tell: Tell;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export interface RunEnd {
  readonly result: Exclude<Result, "skipped"> | "waiting";
  readonly jobs: State["jobs"];
}

const flowOf = (needs: Readonly<Record<string, Ended>>): Flow =>
  Object.fromEntries(Object.entries(needs).map(([id, { outputs }]) => [id, outputs]));

/** Runs a workflow by its schedule: this loop only carries out effects and reports back what came of them. */
export async function runWorkflow(request: RunRequest): Promise<RunEnd> {
  const { plan, facts, tell } = request;
  const jobs = new Map(plan.jobs.map((job) => [job.id, job]));
  const base: Contexts = {
    github: githubContext(facts, "", request.folder),
    inputs: request.inputs,
    vars: request.vars,
  };
  const jobNamed = (id: string): PlannedJob => {
    const job = jobs.get(id);
    if (!job) throw new Error(`the schedule named the job ${id}, which the plan does not have`);
    return job;
  };
  const schedule = new Schedule(plan.jobs, (id, situation) => decideJob(jobNamed(id), situation, base, request.gates));
  const stops = new Map<LegKey, AbortController>();
  let state = schedule.begin();
  let waiting = 0;
  let unanswered = 0;
  return new Promise<RunEnd>((resolve, reject) => {
    const send = (event: Event) => {
      const step = schedule.next(state, event);
      state = step.state;
      for (const effect of step.effects) perform(effect).catch(reject);
      if (schedule.isOver(state)) resolve({ result: schedule.result(state), jobs: state.jobs });
      // only gates that nobody answers are left
      else if (unanswered > 0 && waiting === unanswered && stops.size === 0)
        resolve({ result: "waiting", jobs: state.jobs });
    };
    const perform = async (effect: Effect): Promise<void> => {
      if (effect.kind === "ended") {
        if (effect.why !== undefined)
          tell({
            kind: "job-ended",
            leg: `${effect.job}#0`,
            name: effect.job,
            result: effect.result,
            outputs: {},
            why: effect.why,
            at: request.now(),
          });
      } else if (effect.kind === "stop") stops.get(effect.leg)?.abort(new Error(effect.why));
      else if (effect.kind === "ask") {
        waiting += 1;
        const deploys = flowOf(effect.needs);
        tell({
          kind: "gate",
          leg: effect.leg,
          environment: effect.gate,
          job: effect.job,
          deploys,
          summaries: [],
          at: request.now(),
        });
        const answer = await request.ask({ environment: effect.gate, job: effect.job });
        if (answer === "waiting") {
          unanswered += 1;
          send({ kind: "start" });
          return;
        }
        waiting -= 1;
        tell({ kind: "answer", leg: effect.leg, environment: effect.gate, answer, by: "option", at: request.now() });
        send({ kind: answer, leg: effect.leg });
      } else {
        const stop = new AbortController();
        stops.set(effect.leg, stop);
        const end = await runLeg(
          request,
          jobNamed(effect.job),
          effect.leg,
          effect.plan,
          { ...base, needs: needsContext(effect.needs) },
          flowOf(effect.needs),
          stop.signal,
        );
        stops.delete(effect.leg);
        tell({
          kind: "job-ended",
          leg: effect.leg,
          name: effect.plan.name,
          result: end.result,
          outputs: end.outputs,
          ...(end.url ? { url: end.url } : {}),
          at: request.now(),
        });
        send({ kind: "finished", leg: effect.leg, result: end.result, outputs: end.outputs });
      }
    };
    request.signal.addEventListener("abort", () => send({ kind: "cancel" }), { once: true });
    send({ kind: "start" });
  });
}

/** Gives one leg a folder, a workspace and its contexts, then runs it. */
async function runLeg(
  request: RunRequest,
  job: PlannedJob,
  leg: LegKey,
  plan: LegPlan,
  base: Contexts,
  flow: Flow,
  signal: AbortSignal,
): Promise<JobEnd> {
  const folder = join(request.folder, leg.replaceAll(/[^A-Za-z0-9_-]/g, "-"));
  const workspace = join(folder, "workspace");
  const temp = join(folder, "temp");
  await mkdir(workspace, { recursive: true });
  await mkdir(temp, { recursive: true });
  const event = join(folder, "event.json");
  await writeFile(event, JSON.stringify(request.facts.event.payload));
  const github = githubContext(request.facts, job.id, workspace);
  const secrets = { ...request.secrets(plan.environment), GITHUB_TOKEN: request.facts.token };
  const masker = new Masker();
  for (const secret of Object.values(secrets)) masker.add(secret);
  const runnerEnv = githubVariables(github, { event, temp });
  const contexts: Contexts = {
    ...base,
    github,
    secrets,
    matrix: plan.matrix,
    strategy: { "job-index": plan.index, "job-total": plan.total },
    runner: {
      os: runnerEnv["RUNNER_OS"] ?? "",
      arch: runnerEnv["RUNNER_ARCH"] ?? "",
      temp,
      name: "rehearsal",
      environment: "self-hosted",
      tool_cache: runnerEnv["RUNNER_TOOL_CACHE"] ?? "",
    },
  };
  const place = { contexts, functions: [] };
  const workflowEnv = mapOf(request.plan.env, place);
  const jobEnv = mapOf(job.env, { contexts: { ...contexts, env: workflowEnv }, functions: [] });
  const minutes = typeof job.timeoutMinutes === "number" ? job.timeoutMinutes : 360;
  return runJob({
    leg,
    name: plan.name,
    job,
    defaults: { ...request.plan.defaults, ...job.defaults },
    workflowEnv,
    jobEnv,
    contexts,
    workspace,
    temp,
    machine: request.machine(job),
    runnerEnv,
    node: request.node,
    findAction: request.findAction,
    masker,
    groups: new ProcessGroups(),
    state: new JobState(),
    flow,
    tell: request.tell,
    now: request.now,
    signal: AbortSignal.any([signal, AbortSignal.timeout(minutes * 60_000)]),
  });
}
