import type { RehearsalEvent } from "./event.ts";

/** A run that is not shown: of what went wrong in it, the first cause is kept. */
export class Unseen {
  readonly #names = new Map<string, string>();
  #error: string | undefined;
  #job: string | undefined;

  take(event: RehearsalEvent): void {
    if (event.kind === "job-started") this.#names.set(event.leg, event.name);
    if (event.kind === "annotation" && event.annotation.level === "error")
      this.#error ??= `${this.#names.get(event.leg) ?? event.leg}: ${event.annotation.message}`;
    if (event.kind === "job-ended" && event.result !== "success" && event.result !== "skipped")
      this.#job ??= `${event.name}: ${event.why ?? event.result}`;
  }

  /** ` (Staging: the image is not there)`; nothing of a run that went well */
  get why(): string {
    return this.#job === undefined ? "" : ` (${this.#error ?? this.#job})`;
  }
}
