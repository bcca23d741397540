/** The way of a run through one environment: up to its first step there, from step to step, and where it leaves for good. */
import type { Pending, Pipeline, Run } from "./run.ts";
import { type Slot, type World, withoutSlot, withSlot } from "./world.ts";

export class Journey {
  readonly #pipeline: Pipeline;
  readonly environment: string;
  readonly #runs = new Map<string, { readonly run: Run; readonly number: number }>();
  readonly #numbers = new Map<Run, number>();
  readonly #nexts = new Map<string, Run | undefined>();
  readonly #pendings = new Map<Run, Pending | undefined>();
  #started: Run | undefined;

  constructor(pipeline: Pipeline, environment: string) {
    this.#pipeline = pipeline;
    this.environment = environment;
  }

  /** A push, or a job that is run again: both stand before the first step here. */
  begun(): Run {
    this.#started ??= this.#arrive(this.#pipeline.begin());
    if (this.#started === undefined) throw new Error(`no run ever comes to ${this.environment}`);
    return this.one(this.#started);
  }

  /** Equal runs are one, so that they can be told by a number. */
  one(run: Run): Run {
    const key = JSON.stringify(run);
    const known = this.#runs.get(key) ?? { run, number: this.#runs.size };
    this.#runs.set(key, known);
    this.#numbers.set(known.run, known.number);
    return known.run;
  }

  numberOf(run: Run): number {
    const number = this.#numbers.get(run);
    if (number === undefined) throw new Error("a run that was never met");
    return number;
  }

  /** What the workflow makes of it; asked once, for the same run always goes on in the same way. Nothing where it never comes back here. */
  next(run: Run, what: string, make: (pipeline: Pipeline) => Run): Run | undefined {
    const key = `${this.numberOf(run)} ${what}`;
    if (!this.#nexts.has(key)) {
      const arrived = this.#arrive(make(this.#pipeline));
      this.#nexts.set(key, arrived && this.one(arrived));
    }
    return this.#nexts.get(key);
  }

  pending(run: Run): Pending | undefined {
    if (!this.#pendings.has(run)) this.#pendings.set(run, this.#pipeline.pending(run));
    return this.#pendings.get(run);
  }

  jobOf(run: Run): string {
    return this.#pipeline.jobOf(run) ?? "";
  }

  /** Once it goes back nobody asks any more how the steps before went. */
  bare(run: Run): Run {
    if (run.work === undefined || this.pending(run)?.does !== "rollback") return run;
    return this.one({ ...run, work: { ...run.work, results: {} } });
  }

  /** As far as the run goes without touching this environment; nothing where it never will again. */
  #arrive(run: Run): Run | undefined {
    let now = run;
    for (;;) {
      if (now.asks !== undefined) return this.#pipeline.jobOf(now) === this.environment ? now : undefined;
      if (now.work === undefined) return undefined;
      const pending = this.#pipeline.pending(now);
      if (pending?.environment === this.environment) return now;
      // the other environment is not this one's to prove: there it goes well, or the run never comes here
      if (this.environment === "staging") return undefined;
      const outputs = { status: pending?.does === "deploy" ? "applied" : "live", verdict: "ok" };
      now = this.#pipeline.stepEnded(now, "success", outputs);
    }
  }
}

/** What comes next for a run: a name for it, and how the workflow makes it. */
export type Onward = readonly [what: string, make: (pipeline: Pipeline) => Run];

/** The run of this slot is there now; or is gone, where it never comes back to this environment. */
export function goOn(journey: Journey, world: World, { order, attempt, run }: Slot, ...next: Onward): World {
  const now = journey.next(run, ...next);
  return now === undefined ? withoutSlot(world, order) : withSlot(world, { order, attempt, run: now });
}
