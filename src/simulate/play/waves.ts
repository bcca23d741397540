import type { Planned } from "../plan/plan.ts";

/** How many jobs in a row there are up to each job of one workflow. */
export class Waves {
  readonly #from: number;
  readonly #of = new Map<string, number>();

  constructor(from: number) {
    this.#from = from;
  }

  /** The most jobs in a row that came before this one; one that did not run adds nothing. */
  before({ needs }: Planned): number {
    return Math.max(this.#from, ...needs.map((need) => this.#of.get(need) ?? 0));
  }

  /** It runs: it is one more. */
  count(job: Planned): void {
    this.#of.set(job.id, Math.max(this.#of.get(job.id) ?? 0, this.before(job) + 1));
  }

  /** What it calls came as far as this. */
  reach(job: Planned, wave: number): void {
    this.#of.set(job.id, wave);
  }

  /** One that has not run by then takes no part. */
  pass(job: Planned): void {
    if (!this.#of.has(job.id)) this.#of.set(job.id, this.before(job));
  }

  counted(job: Planned): boolean {
    return this.#of.get(job.id) !== this.before(job);
  }

  get last(): number {
    return Math.max(this.#from, ...this.#of.values());
  }
}
