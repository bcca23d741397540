import type { RehearsalEvent, Review } from "./event.ts";

/** What the steps of each job wrote for people: an approver is shown those of the jobs that led to the gate. */
export class Summaries {
  readonly #texts = new Map<string, string[]>();

  readonly #names = new Map<string, string>();

  take(event: RehearsalEvent): void {
    if (event.kind === "job-planned") for (const { leg, name } of event.legs) this.#names.set(leg, name);
    if (event.kind !== "step-ended" || event.summary.trim() === "") return;
    const texts = this.#texts.get(event.leg) ?? [];
    this.#texts.set(event.leg, [...texts, event.summary.trim()]);
  }

  /** `jobs` as they stand in the graph: `deploy`, `call/deploy` */
  of(jobs: readonly string[]): Review["summaries"] {
    return [...this.#texts].flatMap(([leg, texts]) => {
      const job = leg.replaceAll(/#\d+/g, "");
      const wanted = jobs.some((name) => job === name || job.startsWith(`${name}/`));
      return wanted ? [{ job: this.#names.get(leg) ?? job, text: texts.join("\n\n") }] : [];
    });
  }
}
