import { githubContext } from "../../../simulate/event/github.ts";
import type { Contexts } from "../../../simulate/expression/value.ts";
import type { Planned, PlannedCall } from "../../../simulate/plan/plan.ts";
import { inputsOfCall, outputsOfCall } from "../../../simulate/schedule/call.ts";
import type { Ticket } from "../../../simulate/schedule/concurrency.ts";
import { concurrencyOf, decideJob, needsContext } from "../../../simulate/schedule/decide.ts";
import type { Ended, LegPlan } from "../../../simulate/schedule/job.ts";
import { type Effect, type Event, type LegKey, Schedule, type State } from "../../../simulate/schedule/schedule.ts";
import type { Flow, JobEnded } from "../../story/event.ts";
import type { JobEnd } from "../jobs/run-job.ts";
import { ConcurrencyGroups } from "./groups.ts";
import { type Level, legOf } from "./level.ts";
import type { RunRequest, RunResult } from "./request.ts";
import { settingsFor } from "./request.ts";
import { runLeg } from "./run-leg.ts";
import { secretsOfCall } from "./secrets-of-call.ts";

export interface RunEnd {
  readonly result: RunResult;
  readonly jobs: State["jobs"];
}

type LegEnd = JobEnd & { readonly why?: string; readonly kept?: boolean };
type Waiting = { readonly result: "waiting" };

const flowOf = (needs: Readonly<Record<string, Ended>>): Flow =>
  Object.fromEntries(Object.entries(needs).map(([id, { outputs }]) => [id, outputs]));

/** Runs a workflow, and those it calls. */
export function runWorkflow(request: RunRequest): Promise<RunEnd> {
  const { plan, inputs, secrets, signal } = request;
  return runLevel({ request, groups: new ConcurrencyGroups(), plan, path: [], inputs, secrets, held: [], signal });
}

/** Runs one workflow alone of its concurrency group. */
async function runLevel(level: Level): Promise<RunEnd> {
  const { plan, request, path, groups, held } = level;
  if (!plan.concurrency) return new WorkflowRun(level).run();
  const contexts: Contexts = {
    github: githubContext(request.facts, "", request.folder),
    inputs: level.inputs,
    vars: settingsFor(request.vars, undefined),
  };
  const concurrency = concurrencyOf(plan.concurrency, { contexts, functions: [] });
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
    return await new WorkflowRun({ ...level, held: [...held, group], signal }).run();
  } finally {
    groups.leave(ticket);
  }
}

interface CallRequest {
  readonly level: Level;
  readonly job: PlannedCall;
  readonly leg: LegKey;
  readonly plan: LegPlan;
  readonly base: Contexts;
  readonly flow: Flow;
  readonly signal: AbortSignal;
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

/** One workflow's schedule at work: this only carries out effects and reports back what came of them. */
class WorkflowRun {
  readonly #level: Level;
  readonly #base: Contexts;
  readonly #jobs: ReadonlyMap<string, Planned>;
  readonly #schedule: Schedule;
  #state: State;
  /** of each leg that was begun and has not ended: how to stop it */
  readonly #stops = new Map<LegKey, AbortController>();
  readonly #tickets = new Map<LegKey, Ticket>();
  /** legs that wait for their concurrency group */
  readonly #queued = new Set<LegKey>();
  /** legs that nobody will let go on */
  readonly #stuck = new Set<LegKey>();
  #settle: (end: RunEnd) => void = () => {};
  #fail: (cause: unknown) => void = () => {};

  constructor(level: Level) {
    const { plan, request } = level;
    this.#level = level;
    this.#base = {
      github: githubContext(request.facts, "", request.folder),
      inputs: level.inputs,
      vars: settingsFor(request.vars, undefined),
    };
    this.#jobs = new Map(plan.jobs.map((job) => [job.id, job]));
    this.#schedule = new Schedule(plan.jobs, (id, situation) =>
      decideJob(this.#job(id), situation, this.#base, request.gates),
    );
    this.#state = this.#schedule.begin();
  }

  run(): Promise<RunEnd> {
    return new Promise((settle, fail) => {
      this.#settle = settle;
      this.#fail = fail;
      const { signal } = this.#level;
      signal.addEventListener("abort", () => this.#send({ kind: "cancel" }), { once: true });
      this.#send({ kind: "start" });
      if (signal.aborted) this.#send({ kind: "cancel" });
    });
  }

  #job(id: string): Planned {
    const job = this.#jobs.get(id);
    if (!job) throw new Error(`the schedule named the job ${id}, which the plan does not have`);
    return job;
  }

  #send(event: Event): void {
    const { state, effects } = this.#schedule.next(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect).catch(this.#fail);
    const end = { jobs: this.#state.jobs };
    if (this.#schedule.isOver(this.#state)) this.#settle({ result: this.#schedule.result(this.#state), ...end });
    else if (this.#isStuck()) this.#settle({ result: "waiting", ...end });
  }

  /** Only gates that nobody answers are left, and what waits behind them. */
  #isStuck(): boolean {
    return (
      this.#stuck.size > 0 && [...this.#stops.keys()].every((leg) => this.#stuck.has(leg) || this.#queued.has(leg))
    );
  }

  async #perform(effect: Effect): Promise<void> {
    const { request } = this.#level;
    const at = request.now();
    switch (effect.kind) {
      case "planned":
        return request.tell({
          kind: "job-planned",
          job: [...this.#level.path.map((leg) => leg.replace(/#\d+$/, "")), effect.job].join("/"),
          legs: effect.plans.map((plan) => ({
            leg: legOf(this.#level, `${effect.job}#${plan.index}`),
            name: plan.name,
            ...(plan.environment === undefined ? {} : { environment: plan.environment }),
            gated: plan.gate !== undefined,
          })),
          at,
        });
      case "ended":
        // one that had legs was told with them
        if (effect.why !== undefined) this.#ended(`${effect.job}#0`, effect.job, { ...effect, outputs: {} });
        return;
      case "stop":
        return this.#stops.get(effect.leg)?.abort(new Error(effect.why));
      case "closed":
        this.#stops.get(effect.leg)?.abort(new Error(effect.why));
        this.#leave(effect.leg);
        this.#ended(effect.leg, effect.plan.name, { ...effect, outputs: {} });
        return;
      case "ask":
        return this.#ask(effect);
      case "run":
        return this.#run(effect);
    }
  }

  #ended(leg: LegKey, name: string, end: Omit<JobEnded, "kind" | "leg" | "name" | "at">): void {
    const { request } = this.#level;
    const { result, outputs, why, url, kept } = end;
    request.tell({
      kind: "job-ended",
      leg: legOf(this.#level, leg),
      name,
      result,
      outputs,
      ...(why === undefined ? {} : { why: request.masker.mask(why) }),
      ...(url === undefined ? {} : { url }),
      ...(kept ? { kept } : {}),
      at: request.now(),
    });
  }

  #leave(leg: LegKey): void {
    this.#stops.delete(leg);
    this.#stuck.delete(leg);
    this.#queued.delete(leg);
    const ticket = this.#tickets.get(leg);
    this.#tickets.delete(leg);
    if (ticket) this.#level.groups.leave(ticket);
  }

  #stopOf(leg: LegKey): AbortController {
    const stop = this.#stops.get(leg) ?? new AbortController();
    this.#stops.set(leg, stop);
    return stop;
  }

  /** Whether the leg may go on: its concurrency group is its own now, or it has none. */
  async #enter(leg: LegKey, plan: LegPlan, stop: AbortController): Promise<boolean> {
    const { groups, held, request } = this.#level;
    if (!plan.concurrency || this.#tickets.has(leg)) return true;
    const { group } = plan.concurrency;
    if (held.includes(group.toLowerCase()))
      throw new Error(`the concurrency group ${group} is held by the run itself, so the job would wait forever`);
    const ticket: Ticket = { ...plan.concurrency, key: legOf(this.#level, leg) };
    this.#tickets.set(leg, ticket);
    const stopped = new Promise<void>((resolve) =>
      stop.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    const hold = () => {
      this.#queued.add(leg);
      request.tell({ kind: "job-held", leg: ticket.key, group, at: request.now() });
    };
    await Promise.race([groups.enter(ticket, { hold, cancel: (why) => stop.abort(new Error(why)) }), stopped]);
    this.#queued.delete(leg);
    return !stop.signal.aborted;
  }

  #cancelled(leg: LegKey, name: string, stop: AbortController): void {
    const why = stop.signal.reason instanceof Error ? stop.signal.reason.message : String(stop.signal.reason);
    this.#finish(leg, name, { result: "cancelled", outputs: {}, why });
  }

  #finish(leg: LegKey, name: string, end: LegEnd): void {
    this.#leave(leg);
    this.#ended(leg, name, end);
    this.#send({ kind: "finished", leg, result: end.result, outputs: end.outputs });
  }

  async #ask(effect: Effect & { kind: "ask" }): Promise<void> {
    const { leg, gate, plan } = effect;
    const { request } = this.#level;
    const stop = this.#stopOf(leg);
    try {
      if (!(await this.#enter(leg, plan, stop))) return this.#cancelled(leg, plan.name, stop);
    } catch (cause) {
      return this.#broken(leg, plan.name, cause);
    }
    const where = { leg: legOf(this.#level, leg), environment: gate };
    const above = this.#level.path.map((part) => part.replace(/#\d+$/, ""));
    const summaries = request.summaries(Object.keys(effect.needs).map((id) => [...above, id].join("/")));
    const review = { environment: gate, job: plan.name, deploys: flowOf(effect.needs), summaries };
    request.tell({ kind: "gate", ...where, ...review, at: request.now() });
    const answer = await request.ask(review, stop.signal);
    if (stop.signal.aborted) return;
    request.tell({ kind: "answer", ...where, ...answer, at: request.now() });
    if (answer.answer !== "waiting") return this.#send({ kind: answer.answer, leg });
    this.#stuck.add(leg);
    this.#send({ kind: "start" });
  }

  #broken(leg: LegKey, name: string, cause: unknown): void {
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#finish(leg, name, { result: "failure", outputs: {}, why });
  }

  async #run(effect: Effect & { kind: "run" }): Promise<void> {
    const { leg, plan, job: id } = effect;
    const job = this.#job(id);
    const stop = this.#stopOf(leg);
    const base = { ...this.#base, needs: needsContext(effect.needs) };
    let end: LegEnd | Waiting;
    try {
      if (!(await this.#enter(leg, plan, stop))) return this.#cancelled(leg, plan.name, stop);
      const { signal } = stop;
      const about = { level: this.#level, leg, plan, base, flow: flowOf(effect.needs), signal };
      end = job.kind === "job" ? await runLeg({ ...about, job }) : await runCall({ ...about, job });
    } catch (cause) {
      return this.#broken(leg, plan.name, cause);
    }
    if (end.result !== "waiting") return this.#finish(leg, plan.name, end);
    this.#stuck.add(leg);
    this.#send({ kind: "start" });
  }
}
