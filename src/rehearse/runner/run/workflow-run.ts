import type { Contexts } from "../../../simulate/expression/value.ts";
import type { Planned, PlannedCall } from "../../../simulate/plan/plan.ts";
import { decideJob, needsContext } from "../../../simulate/schedule/decide.ts";
import type { Ended, LegPlan } from "../../../simulate/schedule/job.ts";
import { type Effect, type Event, type LegKey, Schedule, type State } from "../../../simulate/schedule/schedule.ts";
import type { Flow } from "../../story/event.ts";
import type { JobEnd } from "../jobs/run-job.ts";
import { BegunLegs } from "./begun-legs.ts";
import { contextsOf, jobOf, type Level, legOf } from "./level.ts";
import type { RunResult } from "./request.ts";
import { runLeg } from "./run-leg.ts";
import { tellEnded, tellPlanned } from "./tell-job.ts";

export interface RunEnd {
  readonly result: RunResult;
  readonly jobs: State["jobs"];
}

export type LegEnd = JobEnd & { readonly why?: string; readonly kept?: boolean };
export type Waiting = { readonly result: "waiting" };

export interface CallRequest {
  readonly level: Level;
  readonly job: PlannedCall;
  readonly leg: LegKey;
  readonly plan: LegPlan;
  readonly base: Contexts;
  readonly flow: Flow;
  readonly signal: AbortSignal;
}

type RunCall = (call: CallRequest) => Promise<LegEnd | Waiting>;

const flowOf = (needs: Readonly<Record<string, Ended>>): Flow =>
  Object.fromEntries(Object.entries(needs).map(([id, { outputs }]) => [id, outputs]));

/** One workflow's schedule at work: this only carries out effects and reports back what came of them. */
export class WorkflowRun {
  readonly #level: Level;
  readonly #base: Contexts;
  readonly #jobs: ReadonlyMap<string, Planned>;
  readonly #schedule: Schedule;
  readonly #begun: BegunLegs;
  readonly #call: RunCall;
  #state: State;
  #settle: (end: RunEnd) => void = () => {};
  #fail: (cause: unknown) => void = () => {};

  constructor(level: Level, call: RunCall) {
    const { plan, request } = level;
    this.#level = level;
    this.#call = call;
    this.#base = contextsOf(level);
    this.#begun = new BegunLegs(level);
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
    else if (this.#begun.areStuck) this.#settle({ result: "waiting", ...end });
  }

  async #perform(effect: Effect): Promise<void> {
    switch (effect.kind) {
      case "planned":
        return tellPlanned(this.#level, effect);
      case "ended":
        // one that had legs was told with them
        if (effect.why !== undefined) tellEnded(this.#level, `${effect.job}#0`, effect.job, { ...effect, outputs: {} });
        return;
      case "stop":
        return this.#begun.stop(effect.leg, effect.why);
      case "closed":
        this.#begun.stop(effect.leg, effect.why);
        this.#begun.leave(effect.leg);
        tellEnded(this.#level, effect.leg, effect.plan.name, { ...effect, outputs: {} });
        return;
      case "ask":
        return this.#ask(effect);
      case "run":
        return this.#run(effect);
    }
  }

  #cancelled(leg: LegKey, name: string, stop: AbortController): void {
    const why = stop.signal.reason instanceof Error ? stop.signal.reason.message : String(stop.signal.reason);
    this.#finish(leg, name, { result: "cancelled", outputs: {}, why });
  }

  #finish(leg: LegKey, name: string, end: LegEnd): void {
    this.#begun.leave(leg);
    tellEnded(this.#level, leg, name, end);
    this.#send({ kind: "finished", leg, result: end.result, outputs: end.outputs });
  }

  async #ask(effect: Effect & { kind: "ask" }): Promise<void> {
    const { leg, gate, plan } = effect;
    const { request } = this.#level;
    const stop = this.#begun.begin(leg);
    try {
      if (!(await this.#begun.enter(leg, plan, stop))) return this.#cancelled(leg, plan.name, stop);
    } catch (cause) {
      return this.#broken(leg, plan.name, cause);
    }
    const where = { leg: legOf(this.#level, leg), environment: gate };
    const summaries = request.summaries(Object.keys(effect.needs).map((id) => jobOf(this.#level, id)));
    const review = { environment: gate, job: plan.name, deploys: flowOf(effect.needs), summaries };
    request.tell({ kind: "gate", ...where, ...review, at: request.now() });
    const answer = await request.ask(review, stop.signal);
    if (stop.signal.aborted) return;
    request.tell({ kind: "answer", ...where, ...answer, at: request.now() });
    if (answer.answer !== "waiting") return this.#send({ kind: answer.answer, leg });
    this.#begun.stick(leg);
    this.#send({ kind: "start" });
  }

  #broken(leg: LegKey, name: string, cause: unknown): void {
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#finish(leg, name, { result: "failure", outputs: {}, why });
  }

  async #run(effect: Effect & { kind: "run" }): Promise<void> {
    const { leg, plan, job: id } = effect;
    const job = this.#job(id);
    const stop = this.#begun.begin(leg);
    const base = { ...this.#base, needs: needsContext(effect.needs) };
    let end: LegEnd | Waiting;
    try {
      if (!(await this.#begun.enter(leg, plan, stop))) return this.#cancelled(leg, plan.name, stop);
      const { signal } = stop;
      const about = { level: this.#level, leg, plan, base, flow: flowOf(effect.needs), signal };
      end = job.kind === "job" ? await runLeg({ ...about, job }) : await this.#call({ ...about, job });
    } catch (cause) {
      return this.#broken(leg, plan.name, cause);
    }
    if (end.result !== "waiting") return this.#finish(leg, plan.name, end);
    this.#begun.stick(leg);
    this.#send({ kind: "start" });
  }
}
