import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { githubContext } from "../../../simulate/event/github.ts";
import { interpolate } from "../../../simulate/expression/evaluate.ts";
import { mapOf, numberOf } from "../../../simulate/expression/raw.ts";
import { asText, type Contexts, type Value } from "../../../simulate/expression/value.ts";
import type { PlannedJob } from "../../../simulate/plan/plan.ts";
import type { LegPlan } from "../../../simulate/schedule/job.ts";
import type { Flow } from "../../story/event.ts";
import { JobState } from "../jobs/job-state.ts";
import { type JobEnd, runJob } from "../jobs/run-job.ts";
import { Launcher } from "../steps/launcher.ts";
import { directProcesses, ProcessGroups } from "../steps/process.ts";
import { githubVariables } from "./github.ts";
import { type Level, legOf } from "./level.ts";
import { otherSystem } from "./other-system.ts";
import { type LegQuestion, settingsFor } from "./request.ts";

export interface LegRequest {
  readonly level: Level;
  readonly job: PlannedJob;
  readonly leg: string;
  readonly plan: LegPlan;
  /** `github`, `inputs`, `vars`, `needs` */
  readonly base: Contexts;
  readonly flow: Flow;
  readonly signal: AbortSignal;
}

const hours = 60 * 60_000;
const usualLimit = 6 * hours;
// setTimeout takes no more
const longest = 2 ** 31 - 1;

/** The `job` context says which file defines the job: it differs from `github.workflow` in a called workflow. */
function jobContext({ plan, request }: Level): Readonly<Record<string, Value>> {
  const { origin, path } = plan;
  const { sha } = request.facts;
  return {
    workflow_ref: `${origin.repository}/${path}@${origin.ref}`,
    workflow_sha: sha,
    workflow_repository: origin.repository,
    workflow_file_path: path,
  };
}

/** Gives one leg a folder, a workspace and its contexts, then runs it; or takes what an earlier rehearsal had of it. */
export async function runLeg(asked: LegRequest): Promise<JobEnd & { readonly why?: string; readonly kept?: boolean }> {
  const { level, job, plan, base, flow } = asked;
  const { request } = level;
  const leg = legOf(level, asked.leg);
  // a name of its own each time: by it ext4 chooses where on the disk the folder lies, and must not choose where others were just removed
  const folder = join(request.folder, `${leg.replaceAll(/[^A-Za-z0-9_-]/g, "-")}-${randomBytes(2).toString("hex")}`);
  const { repository } = request.facts;
  // as on a hosted runner, the checkout's folder is named like the repository
  const workspace = join(folder, "work", repository.split("/").at(-1) ?? "repository");
  const temp = join(folder, "temp");
  mkdirSync(workspace, { recursive: true });
  mkdirSync(temp, { recursive: true });
  const event = join(folder, "event.json");
  writeFileSync(event, JSON.stringify(request.facts.event.payload, null, 2));
  const token = request.tokenFor(job.grant);
  const github = { ...githubContext(request.facts, job.id, workspace, token), event_path: event };
  const secrets = { ...settingsFor(level.secrets, plan.environment), GITHUB_TOKEN: token };
  for (const secret of Object.values(secrets)) request.masker.add(secret);
  const vars = settingsFor(request.vars, plan.environment);
  const machine = request.machine(folder);
  const toolCache = machine["RUNNER_TOOL_CACHE"] ?? join(temp, "tool-cache");
  mkdirSync(toolCache, { recursive: true });
  const runnerEnv = githubVariables(github, { temp, toolCache });
  const contexts: Contexts = {
    ...base,
    vars,
    github,
    secrets,
    matrix: plan.matrix,
    strategy: plan.strategy,
    runner: {
      os: runnerEnv["RUNNER_OS"] ?? "",
      arch: runnerEnv["RUNNER_ARCH"] ?? "",
      temp,
      name: "rehearsal",
      environment: "self-hosted",
      tool_cache: runnerEnv["RUNNER_TOOL_CACHE"] ?? "",
      debug: "",
    },
  };
  const given = { inputs: level.inputs, vars, secrets, needs: base["needs"] ?? null, matrix: plan.matrix };
  const question: LegQuestion = { leg, job, environment: plan.environment, given };
  const earlier = request.earlier?.find(question);
  if (earlier) return { ...earlier, kept: true };
  const workflowEnv = mapOf(level.plan.env, { contexts, functions: [] });
  const place = { contexts: { ...contexts, env: workflowEnv }, functions: [] };
  const jobEnv = mapOf(job.env, place);
  const minutes = numberOf(job.timeoutMinutes, place);
  const limit = Math.min(minutes === undefined ? usualLimit : minutes * 60_000, longest);
  const timeout = AbortSignal.timeout(limit);
  const labels = job.runsOn.flatMap((label) => interpolate(label, place));
  const other = otherSystem(labels.map(asText), process.platform);
  const over = new AbortController();
  const lost = request.lost?.(job.id, plan.environment, over.signal);
  const end = await runJob({
    ...(lost ? { lost } : {}),
    ...(other === undefined ? {} : { remark: other }),
    leg,
    name: plan.name,
    job,
    defaults: { ...level.plan.defaults, ...job.defaults },
    workflowEnv,
    jobEnv,
    contexts,
    jobContext: jobContext(level),
    workspace,
    temp,
    machine,
    runnerEnv,
    node: request.node,
    findAction: request.findAction(level.plan.origin),
    masker: request.masker,
    processes: Launcher.start(folder, machine) ?? directProcesses,
    groups: new ProcessGroups(),
    state: new JobState(),
    flow,
    tell: request.tell,
    now: request.now,
    signal: AbortSignal.any([asked.signal, timeout]),
  });
  over.abort();
  request.sweep?.(folder);
  if (lost?.aborted) return { ...end, why: "its runner was lost while it deployed" };
  if (timeout.aborted && !asked.signal.aborted)
    return { ...end, why: `it took longer than ${minutes ?? usualLimit / 60_000} minutes` };
  request.earlier?.keep(question, end);
  return end;
}
