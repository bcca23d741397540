import { enter, type GroupEffect, type Groups, leave, type Ticket } from "../../../simulate/schedule/concurrency.ts";

interface Holder {
  readonly go: () => void;
  readonly cancel: (why: string) => void;
}

/** The concurrency groups of one rehearsal: carries out what the pure machine decides. */
export class ConcurrencyGroups {
  #groups: Groups = {};
  readonly #holders = new Map<string, Holder>();

  /** Fulfilled once it may run. `cancel` may be called before that, and while it runs. */
  enter(ticket: Ticket, on: { readonly hold: () => void; readonly cancel: (why: string) => void }): Promise<void> {
    return new Promise((go) => {
      this.#holders.set(ticket.key, { go, cancel: on.cancel });
      const { groups, effects } = enter(this.#groups, ticket);
      this.#groups = groups;
      if (effects.some(({ kind, key }) => kind === "hold" && key === ticket.key)) on.hold();
      this.#perform(effects);
    });
  }

  leave(ticket: Ticket): void {
    this.#holders.delete(ticket.key);
    const { groups, effects } = leave(this.#groups, ticket);
    this.#groups = groups;
    this.#perform(effects);
  }

  #perform(effects: readonly GroupEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "go") this.#holders.get(effect.key)?.go();
      else if (effect.kind === "cancel") this.#holders.get(effect.key)?.cancel(effect.why);
    }
  }
}
