import type { Contexts } from "../expression/value.ts";
import type { Plan, Planned } from "../plan/plan.ts";
import { inputsOfCall, outputsOfCall } from "../schedule/call.ts";
import { decideJob, needsContext } from "../schedule/decide.ts";
import type { Decision, LegPlan, Outputs, Situation } from "../schedule/job.ts";
import { type Effect, type Event, type LegKey, Schedule, type State } from "../schedule/schedule.ts";
import type { Fate, FateOf } from "./fate.ts";
import type { Played, PlayedJob } from "./played.ts";
import type { Said } from "./said.ts";
import { wantedBy } from "./wanted.ts";
import { Waves } from "./waves.ts";

interface Level {
  readonly plan: Plan;
  readonly contexts: Contexts;
  readonly above: readonly string[];
  readonly fateOf: FateOf;
  /** outputs that are known: `list.services` */
  readonly said: Said;
  /** how many jobs in a row came before */
  readonly from: number;
}

type Run = Extract<Effect, { kind: "run" }>;
interface End {
  readonly result: "success" | "failure" | "cancelled";
  readonly outputs: Outputs;
}
const succeeded: End = { result: "success", outputs: {} };
const cancelled: End = { result: "cancelled", outputs: {} };

type LevelPlayed = Played & { readonly states: State["jobs"]; readonly cancelled: boolean; readonly waves: number };

/** One workflow of a run. */
export class LevelRun {
  readonly #level: Level;
  readonly #jobs: ReadonlyMap<string, Planned>;
  readonly #schedule: Schedule;
  readonly #running: Run[] = [];
  readonly #stopped = new Set<LegKey>();
  readonly #rejected = new Set<string>();
  readonly #legs = new Map<string, readonly LegPlan[]>();
  readonly #inner = new Map<string, Played>();
  readonly #waves: Waves;
  #state: State;
  #cancelled = false;

  constructor(level: Level) {
    this.#level = level;
    this.#waves = new Waves(level.from);
    this.#jobs = new Map(level.plan.jobs.map((job) => [job.id, job]));
    this.#schedule = new Schedule(level.plan.jobs, (id, situation) => this.#decide(id, situation));
    this.#state = this.#schedule.begin();
  }

  play(): LevelPlayed {
    this.#send({ kind: "start" });
    while (!this.#schedule.isOver(this.#state)) {
      // a cancellation reaches all that run beside it
      const first = this.#running.findIndex(({ job }) => this.#fate(job).end === "run-cancelled");
      const [next] = this.#running.splice(Math.max(0, first), 1);
      if (next === undefined) throw new Error(`the jobs of ${this.#level.plan.path} wait for one another in a circle`);
      this.#carryOut(next);
    }
    const jobs = this.#level.plan.jobs.flatMap((job) => [this.#played(job), ...(this.#inner.get(job.id)?.jobs ?? [])]);
    return {
      ...wantedBy(this.#level.plan.concurrency, this.#level.contexts),
      jobs,
      result: this.#schedule.result(this.#state),
      states: this.#state.jobs,
      cancelled: this.#cancelled,
      waves: this.#waves.last,
    };
  }

  #path(id: string): string {
    return [...this.#level.above, id].join("/");
  }

  #fate(id: string): Fate {
    return this.#level.fateOf(this.#path(id));
  }

  #job(id: string): Planned {
    const job = this.#jobs.get(id);
    if (!job) throw new Error(`the schedule named the job ${id}, which the plan does not have`);
    return job;
  }

  #decide(id: string, situation: Situation): Decision {
    if (this.#fate(id).end === "skipped") return { kind: "skip", why: "taken to be skipped" };
    const job = this.#job(id);
    const known = this.#unknown(job).length === 0 ? job : { ...job, strategy: undefined };
    return decideJob(known, situation, this.#level.contexts, () => true);
  }

  #unknown(job: Planned): readonly string[] {
    return this.#level.said.missingFor(job, (name) => this.#path(name));
  }

  #send(event: Event): void {
    const { state, effects } = this.#schedule.next(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#take(effect);
  }

  #take(effect: Effect): void {
    switch (effect.kind) {
      case "planned":
        this.#legs.set(effect.job, effect.plans);
        return;
      case "ask": {
        const no = this.#fate(effect.job).end === "rejected";
        if (no) this.#rejected.add(effect.job);
        this.#send({ kind: no ? "rejected" : "approved", leg: effect.leg });
        return;
      }
      case "run":
        this.#running.push(effect);
        return;
      case "stop":
        this.#stopped.add(effect.leg);
        return;
      case "ended":
        this.#waves.pass(this.#job(effect.job));
        return;
      case "closed":
        return;
    }
  }

  #carryOut(effect: Run): void {
    const { leg } = effect;
    const job = this.#job(effect.job);
    const before = this.#waves.before(job);
    this.#waves.count(job);
    const { result, outputs } = this.#stopped.has(leg) ? cancelled : this.#endOf(job, effect, before);
    this.#send({ kind: "finished", leg, result, outputs });
  }

  #endOf(job: Planned, effect: Run, before: number): End {
    if (job.kind === "call") return this.#called(job, effect, before);
    const fate = this.#fate(job.id);
    if (fate.end === "run-cancelled") {
      this.#cancel();
      return this.#stopped.has(effect.leg) ? cancelled : succeeded;
    }
    if (fate.end === "rejected" || fate.end === "skipped") return succeeded;
    return { result: fate.end, outputs: { ...fate.outputs, ...this.#level.said.by(this.#path(job.id)) } };
  }

  /** The workflow that a job calls, from its start to its end. */
  #called(job: Extract<Planned, { kind: "call" }>, { job: id, plan, needs }: Run, from: number): End {
    const { contexts, above, fateOf, said } = this.#level;
    const { matrix, strategy } = plan;
    const here = { ...contexts, needs: needsContext(needs), matrix, strategy };
    const inside = { ...contexts, inputs: inputsOfCall(job, { contexts: here, functions: [] }) };
    const called = new LevelRun({
      plan: job.called,
      contexts: inside,
      above: [...above, id],
      fateOf,
      said,
      from,
    }).play();
    this.#inner.set(id, called);
    this.#waves.reach(job, called.waves);
    if (called.cancelled) this.#cancel();
    return {
      result: called.result,
      outputs: { ...outputsOfCall(job, called.states, inside), ...this.#level.said.by(this.#path(id)) },
    };
  }

  #cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#send({ kind: "cancel" });
  }

  #played(job: Planned): PlayedJob {
    const state = this.#state.jobs[job.id];
    const ended = state?.at === "ended" ? state : undefined;
    const legs = this.#legs.get(job.id) ?? [];
    const before = this.#waves.before(job);
    const inner = this.#inner.get(job.id)?.concurrency;
    const ran = legs.length > 0 && !this.#rejected.has(job.id) && this.#waves.counted(job);
    return {
      path: this.#path(job.id),
      job,
      result: ended?.result ?? "cancelled",
      ran,
      ...(ended?.why === undefined ? {} : { why: ended.why }),
      wave: ran ? before + 1 : before,
      legs,
      unknown: ran ? this.#unknown(job) : [],
      ...(inner === undefined ? {} : { concurrency: inner }),
      contexts: { ...this.#level.contexts, needs: needsContext(this.#needs(job)), matrix: legs[0]?.matrix ?? {} },
    };
  }

  #needs(job: Planned): Situation["needs"] {
    const ended = job.needs.flatMap((need) => {
      const state = this.#state.jobs[need];
      return state?.at === "ended" ? [[need, state] as const] : [];
    });
    return Object.fromEntries(ended);
  }
}
