import type { Result } from "../expression/status.ts";
import type { Decide, Ended, JobNode, LegPlan, Outputs, Situation } from "./job.ts";

/** A leg of a job: `image-frontend#0`. A job without a matrix has one. */
export type LegKey = `${string}#${number}`;

type LegState =
  | { readonly at: "queued" | "gated" | "running" | "cancelling" }
  /** `order`: how many legs of the job had ended before it */
  | { readonly at: "ended"; readonly result: Result; readonly outputs: Outputs; readonly order: number };

type JobState =
  | { readonly at: "waiting" }
  | {
      readonly at: "started";
      readonly plans: readonly LegPlan[];
      readonly legs: readonly LegState[];
      readonly failFast: boolean;
      readonly maxParallel: number;
    }
  | ({ readonly at: "ended"; readonly why?: string } & Ended);

export interface State {
  readonly jobs: Readonly<Record<string, JobState>>;
  readonly cancelled: boolean;
}

export type Event =
  | { readonly kind: "start" }
  | { readonly kind: "approved" | "rejected"; readonly leg: LegKey }
  | {
      readonly kind: "finished";
      readonly leg: LegKey;
      readonly result: "success" | "failure" | "cancelled";
      readonly outputs: Outputs;
    }
  | { readonly kind: "cancel" };

export type Effect =
  | {
      readonly kind: "run";
      readonly leg: LegKey;
      readonly job: string;
      readonly plan: LegPlan;
      readonly needs: Situation["needs"];
    }
  | {
      readonly kind: "ask";
      readonly leg: LegKey;
      readonly job: string;
      readonly gate: string;
      readonly plan: LegPlan;
      readonly needs: Situation["needs"];
    }
  | { readonly kind: "stop"; readonly leg: LegKey; readonly why: string }
  /** its `if` held, its legs are known */
  | { readonly kind: "planned"; readonly job: string; readonly plans: readonly LegPlan[] }
  /** a leg that ended without having run: it waited still, or its reviewer said no */
  | {
      readonly kind: "closed";
      readonly leg: LegKey;
      readonly plan: LegPlan;
      readonly result: "failure" | "cancelled";
      readonly why: string;
    }
  | { readonly kind: "ended"; readonly job: string; readonly result: Result; readonly why?: string };

const endedOf = (legs: readonly LegState[]) => legs.flatMap((leg) => (leg.at === "ended" ? [leg] : []));

export const legKey = (job: string, index: number): LegKey => `${job}#${index}`;

const jobOf = (key: LegKey): { job: string; index: number } => {
  const at = key.lastIndexOf("#");
  return { job: key.slice(0, at), index: Number(key.slice(at + 1)) };
};

/**
 * Which job does what next. Pure: it is told what happened and says what to do, so the rehearsal runs by it and a
 * simulation can try every order.
 */
export class Schedule {
  readonly #nodes: ReadonlyMap<string, JobNode>;
  readonly #decide: Decide;

  constructor(nodes: readonly JobNode[], decide: Decide) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#decide = decide;
  }

  begin(): State {
    return { jobs: Object.fromEntries([...this.#nodes.keys()].map((id) => [id, { at: "waiting" }])), cancelled: false };
  }

  isOver(state: State): boolean {
    return Object.values(state.jobs).every((job) => job.at === "ended");
  }

  /** The run's own end: a failure outweighs a cancellation, as on GitHub's page. */
  result(state: State): Exclude<Result, "skipped"> {
    const results = Object.values(state.jobs).map((job) => (job.at === "ended" ? job.result : "cancelled"));
    if (results.includes("failure")) return "failure";
    return state.cancelled || results.includes("cancelled") ? "cancelled" : "success";
  }

  next(state: State, event: Event): { readonly state: State; readonly effects: readonly Effect[] } {
    const effects: Effect[] = [];
    const jobs = { ...state.jobs };
    let cancelled = state.cancelled;
    if (event.kind === "cancel") {
      cancelled = true;
      for (const node of this.#nodes.values()) {
        // GitHub asks each running job's `if` again; one that is always() to run goes on
        const started = jobs[node.id]?.at === "started";
        const goesOn = started && this.#decide(node.id, this.#situation(jobs, node, true)).kind === "run";
        this.#stopLegs(jobs, node.id, effects, "the run was cancelled", goesOn);
      }
    } else if (event.kind !== "start") this.#advance(jobs, event, effects);
    for (let moved = true; moved; ) {
      moved = false;
      for (const node of this.#nodes.values()) {
        const job = jobs[node.id];
        if (job?.at === "waiting" && node.needs.every((id) => jobs[id]?.at === "ended")) {
          this.#start(jobs, node, cancelled, effects);
          moved = true;
        } else if (job?.at === "started" && job.legs.every((leg) => leg.at === "ended")) {
          this.#end(jobs, node.id, effects);
          moved = true;
        }
      }
    }
    for (const node of this.#nodes.values()) this.#fill(jobs, node, effects);
    return { state: { jobs, cancelled }, effects };
  }

  #ancestors(id: string, found = new Set<string>()): Set<string> {
    for (const need of this.#nodes.get(id)?.needs ?? [])
      if (!found.has(need)) {
        found.add(need);
        this.#ancestors(need, found);
      }
    return found;
  }

  #situation(jobs: State["jobs"], node: JobNode, cancelled: boolean): Situation {
    const ended = (ids: Iterable<string>) =>
      [...ids].flatMap((id) => {
        const job = jobs[id];
        return job?.at === "ended" ? [[id, job] as const] : [];
      });
    return {
      needs: Object.fromEntries(ended(node.needs).map(([id, { result, outputs }]) => [id, { result, outputs }])),
      ancestors: Object.fromEntries(ended(this.#ancestors(node.id)).map(([id, { result }]) => [id, result])),
      cancelled,
    };
  }

  #start(jobs: Record<string, JobState>, node: JobNode, cancelled: boolean, effects: Effect[]): void {
    const decision = this.#decide(node.id, this.#situation(jobs, node, cancelled));
    if (decision.kind === "run") {
      const { legs: plans, failFast, maxParallel } = decision;
      jobs[node.id] = { at: "started", plans, legs: plans.map(() => ({ at: "queued" })), failFast, maxParallel };
      effects.push({ kind: "planned", job: node.id, plans });
      return;
    }
    const result = decision.kind === "skip" ? "skipped" : "failure";
    jobs[node.id] = { at: "ended", result, outputs: {}, why: decision.why };
    effects.push({ kind: "ended", job: node.id, result, why: decision.why });
  }

  #advance(
    jobs: Record<string, JobState>,
    event: Exclude<Event, { kind: "start" | "cancel" }>,
    effects: Effect[],
  ): void {
    const { job: id, index } = jobOf(event.leg);
    const job = jobs[id];
    const plan = job?.at === "started" ? job.plans[index] : undefined;
    const leg = job?.at === "started" ? job.legs[index] : undefined;
    if (job?.at !== "started" || !plan || !leg || leg.at === "ended") return;
    const set = (to: LegState) => {
      jobs[id] = { ...job, legs: job.legs.map((old, at) => (at === index ? to : old)) };
    };
    if (event.kind === "finished") {
      const stopped = leg.at === "cancelling" && event.result !== "success" ? "cancelled" : event.result;
      const result = stopped === "failure" && plan.continueOnError ? "success" : stopped;
      set({ at: "ended", result, outputs: event.outputs, order: endedOf(job.legs).length });
      if (result === "failure" && job.failFast) this.#stopLegs(jobs, id, effects, `${plan.name} failed`);
    } else if (leg.at === "gated") {
      if (event.kind === "rejected") {
        set({ at: "ended", result: "failure", outputs: {}, order: endedOf(job.legs).length });
        const why = `${plan.gate} was rejected`;
        effects.push({ kind: "closed", leg: event.leg, plan, result: "failure", why });
      } else {
        set({ at: "running" });
        effects.push({ kind: "run", leg: event.leg, job: id, plan, needs: this.#needs(jobs, id) });
      }
    }
  }

  #needs(jobs: State["jobs"], id: string): Situation["needs"] {
    const node = this.#nodes.get(id);
    return node ? this.#situation(jobs, node, false).needs : {};
  }

  #stopLegs(jobs: Record<string, JobState>, id: string, effects: Effect[], why: string, sparesRunning = false): void {
    const job = jobs[id];
    if (job?.at !== "started") return;
    const legs = job.legs.map((leg, at): LegState => {
      if (leg.at === "ended" || leg.at === "cancelling" || (leg.at === "running" && sparesRunning)) return leg;
      const plan = job.plans[at];
      if (leg.at !== "running") {
        if (plan) effects.push({ kind: "closed", leg: legKey(id, at), plan, result: "cancelled", why });
        return { at: "ended", result: "cancelled", outputs: {}, order: job.legs.length };
      }
      effects.push({ kind: "stop", leg: legKey(id, at), why });
      return { at: "cancelling" };
    });
    jobs[id] = { ...job, legs };
  }

  #end(jobs: Record<string, JobState>, id: string, effects: Effect[]): void {
    const job = jobs[id];
    if (job?.at !== "started") return;
    const ended = endedOf(job.legs);
    const results = ended.map((leg) => leg.result);
    const result = results.includes("failure") ? "failure" : results.includes("cancelled") ? "cancelled" : "success";
    // the legs share one map of outputs; the one that ended last wins each, and empty ones never overwrite
    const outputs = Object.fromEntries(
      ended
        .sort((a, b) => a.order - b.order)
        .flatMap((leg) => Object.entries(leg.outputs))
        .filter(([, value]) => value !== ""),
    );
    jobs[id] = { at: "ended", result, outputs };
    effects.push({ kind: "ended", job: id, result });
  }

  /** Starts as many queued legs as `max-parallel` leaves room for; a gated one does not take a place until it is approved. */
  #fill(jobs: Record<string, JobState>, node: JobNode, effects: Effect[]): void {
    const job = jobs[node.id];
    if (job?.at !== "started") return;
    let busy = job.legs.filter((leg) => leg.at === "running" || leg.at === "cancelling").length;
    const legs = job.legs.map((leg, at): LegState => {
      const plan = job.plans[at];
      if (leg.at !== "queued" || !plan || busy >= job.maxParallel) return leg;
      if (plan.gate !== undefined) {
        const needs = this.#needs(jobs, node.id);
        effects.push({ kind: "ask", leg: legKey(node.id, at), job: node.id, gate: plan.gate, plan, needs });
        return { at: "gated" };
      }
      busy += 1;
      effects.push({ kind: "run", leg: legKey(node.id, at), job: node.id, plan, needs: this.#needs(jobs, node.id) });
      return { at: "running" };
    });
    jobs[node.id] = { ...job, legs };
  }
}
