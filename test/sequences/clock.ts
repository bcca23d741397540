/** Time that passes only where the one story at work sleeps. */
import type { Clock } from "../../src/release/clock.ts";

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

export class StillClock implements Clock {
  #elapsed = 0;
  readonly #sleepers = new Set<Sleeper>();
  readonly #foreground: AbortSignal;

  /** Whoever sleeps with this signal is the story itself; others are its background, and wait for time to pass. */
  constructor(foreground: AbortSignal) {
    this.#foreground = foreground;
  }

  readonly now = (): number => Date.parse("2026-01-01T00:00:00Z");
  readonly elapsed = (): number => this.#elapsed;

  readonly sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    // a process may always sleep longer than it asked to: in steps of half a minute it is soon through
    if (signal === this.#foreground) return this.pass(Math.max(ms, 30_000));
    return new Promise((resolve, reject) => {
      const sleeper = { due: this.#elapsed + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      const stop = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", stop, { once: true });
    });
  };

  /** Wakes who is due on the way, and lets each do what it woke for. */
  async pass(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    for (;;) {
      const due = [...this.#sleepers].filter((one) => one.due <= end).sort((a, b) => a.due - b.due)[0];
      if (due === undefined) break;
      this.#elapsed = due.due;
      this.#sleepers.delete(due);
      due.wake();
      await settled();
    }
    this.#elapsed = end;
  }

  /** The process stands still while time goes on elsewhere: nothing of it wakes. */
  jump(ms: number): void {
    this.#elapsed += ms;
  }
}

/** After all that was ready to go on has gone on. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
