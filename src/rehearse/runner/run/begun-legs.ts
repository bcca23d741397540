import type { Ticket } from "../../../simulate/schedule/concurrency.ts";
import type { LegPlan } from "../../../simulate/schedule/job.ts";
import type { LegKey } from "../../../simulate/schedule/schedule.ts";
import { type Level, legOf } from "./level.ts";

/** The legs of one workflow that were begun and have not ended: how to stop each, and what it waits for. */
export class BegunLegs {
  readonly #level: Level;
  readonly #stops = new Map<LegKey, AbortController>();
  readonly #tickets = new Map<LegKey, Ticket>();
  /** wait for their concurrency group */
  readonly #queued = new Set<LegKey>();
  /** nobody will let them go on */
  readonly #stuck = new Set<LegKey>();

  constructor(level: Level) {
    this.#level = level;
  }

  begin(leg: LegKey): AbortController {
    const stop = this.#stops.get(leg) ?? new AbortController();
    this.#stops.set(leg, stop);
    return stop;
  }

  stop(leg: LegKey, why: string): void {
    this.#stops.get(leg)?.abort(new Error(why));
  }

  /** Whether the leg may go on: its concurrency group is its own now, or it has none. */
  async enter(leg: LegKey, plan: LegPlan, stop: AbortController): Promise<boolean> {
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

  stick(leg: LegKey): void {
    this.#stuck.add(leg);
  }

  /** Only gates that nobody answers are left, and what waits behind them. */
  get areStuck(): boolean {
    return (
      this.#stuck.size > 0 && [...this.#stops.keys()].every((leg) => this.#stuck.has(leg) || this.#queued.has(leg))
    );
  }

  leave(leg: LegKey): void {
    this.#stops.delete(leg);
    this.#stuck.delete(leg);
    this.#queued.delete(leg);
    const ticket = this.#tickets.get(leg);
    this.#tickets.delete(leg);
    if (ticket) this.#level.groups.leave(ticket);
  }
}
